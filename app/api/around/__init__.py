"""The layers (ASGI middleware) between the server and the routes: each bounds or adds one thing for every request."""
