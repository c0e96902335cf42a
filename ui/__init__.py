"""Pages as renderings of Screen. The only room with Qt."""
