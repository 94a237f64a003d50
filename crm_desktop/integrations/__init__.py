"""The machine, the desktop and the network, each behind a port of the services."""
