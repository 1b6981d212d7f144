package org.messagecenter.protocol.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.messagecenter.protocol.pdu.Octets;

/** The user data header in words: the elements that matter to people (3GPP 23.040 9.2.3.24). */
final class HeaderElements {
  private HeaderElements() {}

  static String describe(Octets header) {
    List<String> words = new ArrayList<>();
    int at = 1;
    while (at + 2 <= header.length()) {
      int id = header.at(at);
      int length = header.at(at + 1);
      if (length > header.length() - at - 2) {
        words.add("element cut off");
        break;
      }
      words.add(element(id, header.slice(at + 2, length)));
      at += 2 + length;
    }
    return String.join("; ", words);
  }

  private static String element(int id, Octets value) {
    if (id == 0x00 && value.length() == 3) {
      return part(value.at(0), value.at(2), value.at(1));
    }
    if (id == 0x08 && value.length() == 4) {
      return part(value.at(0) << 8 | value.at(1), value.at(3), value.at(2));
    }
    if (id == 0x04 && value.length() == 2) {
      return "ports " + value.at(1) + " to " + value.at(0);
    }
    if (id == 0x05 && value.length() == 4) {
      return "ports "
          + (value.at(2) << 8 | value.at(3))
          + " to "
          + (value.at(0) << 8 | value.at(1));
    }
    return switch (id) {
      case 0x24 -> "national single shift table";
      case 0x25 -> "national locking shift table";
      default -> String.format(Locale.ROOT, "element 0x%02x, %d octets", id, value.length());
    };
  }

  private static String part(int reference, int part, int parts) {
    return "part " + part + " of " + parts + ", reference " + reference;
  }
}
