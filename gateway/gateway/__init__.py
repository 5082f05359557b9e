"""The gateway: HTTP, pages and sign-in. It asks the services by RPC and holds no facts."""
