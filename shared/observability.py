"""One logger for all functions: structured, and never with text, names or tokens."""

from aws_lambda_powertools import Logger

logger = Logger(service="care")
