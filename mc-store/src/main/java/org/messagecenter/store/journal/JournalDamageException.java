package org.messagecenter.store.journal;

import java.io.IOException;

/** Something that had been synced can no longer be read. Names the file and the place. */
public final class JournalDamageException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  /** Names the place, and what is wrong there. */
  public JournalDamageException(String file, long offset, String what) {
    super(file + " is damaged at offset " + offset + ": " + what);
    this.file = file;
    this.offset = offset;
  }

  /** The damaged or missing file. */
  public String file() {
    return file;
  }

  /** Where in the file the damaged part begins. */
  public long offset() {
    return offset;
  }
}
