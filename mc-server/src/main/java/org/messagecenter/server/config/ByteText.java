package org.messagecenter.server.config;

/** Prints a number of octets the way it is written in the configuration: {@code 64MiB}. */
public final class ByteText {

  private static final String[] UNITS = {"", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private ByteText() {}

  /** The size in its largest whole binary unit. */
  public static String of(long bytes) {
    long rest = bytes;
    int unit = 0;
    while (rest != 0 && rest % 1024 == 0) {
      rest /= 1024;
      unit++;
    }
    return rest + UNITS[unit];
  }
}
