"""What readers and machines get: pages, feeds, the site map, pictures. It reads publications and never drafts."""
