package dev.flowcell.store.jdbc;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Why a file or folder can't be used, in words. */
final class FileFailure {

  private FileFailure() {}

  static String why(Throwable failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "no access to " + denied.getFile();
    }
    if (failure instanceof FileAlreadyExistsException inTheWay) {
      return inTheWay.getFile() + " is not a folder";
    }
    if (failure instanceof FileSystemException refused && refused.getReason() != null) {
      return refused.getFile() + ": " + refused.getReason();
    }
    return failure.toString();
  }
}
