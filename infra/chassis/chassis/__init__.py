"""The microservice chassis: log, relay, consumer, RPC, identity. It knows no domain word."""
