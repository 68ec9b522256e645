"""Who signs in: the authorizer of every route that is not public.

With scopes, API Gateway takes access tokens that have one of them, and no ID token.
The first is in the token of every person who signs in, whose groups say his roles;
the others are the roles themselves, granted to machines.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
"""

from chalice.app import CognitoUserPoolAuthorizer

from functions.callers import SCOPES
from functions.roles import EVERYBODY
from shared import config

PEOPLE = CognitoUserPoolAuthorizer(
    "people",
    provider_arns=[config.load().user_pool_arn],
    scopes=["aws.cognito.signin.user.admin", *(SCOPES + role for role in EVERYBODY)],
)
