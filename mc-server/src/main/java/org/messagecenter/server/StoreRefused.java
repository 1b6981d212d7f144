package org.messagecenter.server;

import java.io.IOException;

/** The store cannot be opened: in use, damaged, of another format, or not to be read. */
final class StoreRefused extends IOException {

  private static final long serialVersionUID = 1;

  StoreRefused(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
