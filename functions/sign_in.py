"""Who signs in: the authorizer of every route that is not public."""

from chalice.app import CognitoUserPoolAuthorizer

from shared import config

PEOPLE = CognitoUserPoolAuthorizer(
    "people", provider_arns=[config.load().user_pool_arn]
)
