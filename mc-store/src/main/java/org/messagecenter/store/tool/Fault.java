package org.messagecenter.store.tool;

/**
 * Something in a store's directory that is not as it must be.
 *
 * @param severity whether anything that was promised is lost
 * @param file the file's path
 * @param offset where in the file it begins
 * @param length how many octets are affected; 0 when that has no meaning
 * @param what in words
 */
public record Fault(Severity severity, String file, long offset, long length, String what) {

  /** How bad it is. */
  public enum Severity {
    /** The end of what was being written in a crash; the store drops it when it is opened. */
    TORN,
    /** Something durable cannot be read any more; the store refuses to open. */
    DAMAGE,
    /** Something that can be done without, or made again, is damaged; the store opens. */
    WARNING
  }

  static Fault damage(String file, long offset, long length, String what) {
    return new Fault(Severity.DAMAGE, file, offset, length, what);
  }

  static Fault torn(String file, long offset, long length, String what) {
    return new Fault(Severity.TORN, file, offset, length, what);
  }

  /** In one line. */
  @Override
  public String toString() {
    return file
        + " at offset "
        + offset
        + (length > 0 ? ", " + length + " octets" : "")
        + ": "
        + what;
  }
}
