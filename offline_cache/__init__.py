"""What the terminal keeps while the network is away."""
