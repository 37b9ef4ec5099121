"""What tests share: engines that are not there, documents, runs, packages."""
