package org.messagecenter.bench.conform;

/** The versions of SMPP a session can have. */
enum Version {
  V3_3("3.3", 0x33),
  V3_4("3.4", 0x34),
  V5_0("5.0", 0x50);

  private final String label;
  private final int interfaceVersion;

  Version(String label, int interfaceVersion) {
    this.label = label;
    this.interfaceVersion = interfaceVersion;
  }

  /** As people write it. */
  String label() {
    return label;
  }

  /** interface_version in the bind (34:5.2.4, 50:4.7.13). */
  int interfaceVersion() {
    return interfaceVersion;
  }

  boolean atLeast(Version other) {
    return compareTo(other) >= 0;
  }

  /**
   * The version people mean by a label.
   *
   * @throws IllegalArgumentException for anything but 3.3, 3.4 and 5.0
   */
  static Version of(String label) {
    for (Version version : values()) {
      if (version.label.equals(label)) {
        return version;
      }
    }
    throw new IllegalArgumentException(label + " is not 3.3, 3.4 or 5.0");
  }
}
