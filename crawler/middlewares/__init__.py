"""What stands between a spider and the Internet, in a request's order: addresses, robots, hosts, redirects."""
