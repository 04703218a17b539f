"""The server process: sockets, protocol, supervisor of several workers, files of the web app."""
