package org.messagecenter.protocol.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;

/** What the numbers in some fields mean, by the name of the field. */
final class FieldWords {
  private static final List<String> TYPES_OF_NUMBER =
      List.of(
          "unknown",
          "international",
          "national",
          "network specific",
          "subscriber number",
          "alphanumeric",
          "abbreviated");

  private FieldWords() {}

  /** A number as people read it: in the base its field is used in, with its meaning if any. */
  static String of(String name, long value) {
    String octet = String.format(Locale.ROOT, "0x%02x", value);
    int number = (int) value;
    return switch (name) {
      case "esm_class" -> octet + " " + esmClass(number);
      case "registered_delivery" -> octet + " " + registeredDelivery(number);
      case "data_coding" -> octet + " " + dataCoding(number);
      case "interface_version", "sc_interface_version" -> octet + " " + version(number);
      case "protocol_id" -> octet;
      case "message_state" -> explained(value, state(number));
      case "error_status_code", "broadcast_error_status", "command_status" ->
          CommandStatus.describe(number);
      default -> {
        if (name.endsWith("_ton")) {
          yield explained(
              value, value < TYPES_OF_NUMBER.size() ? TYPES_OF_NUMBER.get(number) : null);
        }
        yield name.endsWith("_npi") ? explained(value, plan(number)) : Long.toString(value);
      }
    };
  }

  private static String explained(long value, @Nullable String words) {
    return value + " " + (words == null ? "(reserved)" : words);
  }

  private static @Nullable String state(int value) {
    MessageState state = MessageState.of(value);
    return state == null ? null : state.name();
  }

  private static String version(int value) {
    return (value >> 4) + "." + (value & 15);
  }

  /** 34:5.2.6. */
  private static @Nullable String plan(int npi) {
    return switch (npi) {
      case 0 -> "unknown";
      case 1 -> "ISDN (E.163/E.164)";
      case 3 -> "data (X.121)";
      case 4 -> "telex (F.69)";
      case 6 -> "land mobile (E.212)";
      case 8 -> "national";
      case 9 -> "private";
      case 10 -> "ERMES";
      case 14 -> "internet (IP)";
      case 18 -> "WAP client id";
      default -> null;
    };
  }

  /** 34:5.2.12, 50:4.7.12: mode in bits 1-0, kind in bits 5-2, features in bits 7-6. */
  private static String esmClass(int value) {
    List<String> words = new ArrayList<>();
    words.add(
        switch (value & 0x03) {
          case 0 -> "default mode";
          case 1 -> "datagram";
          case 2 -> "transaction";
          default -> "store and forward";
        });
    switch (value & 0x3C) {
      case 0x00 -> {}
      case 0x04 -> words.add("delivery receipt");
      case 0x08 -> words.add("delivery acknowledgement");
      case 0x10 -> words.add("user acknowledgement");
      case 0x18 -> words.add("conversation abort");
      case 0x20 -> words.add("intermediate notification");
      default -> words.add("reserved message type");
    }
    if ((value & 0x40) != 0) {
      words.add("user data header");
    }
    if ((value & 0x80) != 0) {
      words.add("reply path");
    }
    return String.join(", ", words);
  }

  /** 34:5.2.17, 50:4.7.21: receipt in bits 1-0, acknowledgements in 3-2, notification in 4. */
  private static String registeredDelivery(int value) {
    List<String> words = new ArrayList<>();
    words.add(
        switch (value & 0x03) {
          case 0 -> "no receipt";
          case 1 -> "receipt";
          case 2 -> "receipt on failure";
          default -> "receipt on success";
        });
    if ((value & 0x04) != 0) {
      words.add("delivery acknowledgement");
    }
    if ((value & 0x08) != 0) {
      words.add("user acknowledgement");
    }
    if ((value & 0x10) != 0) {
      words.add("intermediate notification");
    }
    if ((value & 0xE0) != 0) {
      words.add("reserved bits");
    }
    return String.join(", ", words);
  }

  /** 34:5.2.19, and the groups of GSM 03.38 section 4. */
  private static String dataCoding(int value) {
    return switch (value) {
      case 0x00 -> "default alphabet of the message center";
      case 0x01 -> "ASCII";
      case 0x02, 0x04 -> "binary";
      case 0x03 -> "Latin-1";
      case 0x05 -> "JIS";
      case 0x06 -> "Cyrillic (ISO 8859-5)";
      case 0x07 -> "Hebrew (ISO 8859-8)";
      case 0x08 -> "UCS-2";
      case 0x09 -> "pictograms";
      case 0x0A -> "ISO-2022-JP (music codes)";
      case 0x0D -> "extended Kanji (JIS X 0212)";
      case 0x0E -> "KS C 5601";
      default -> gsmGroup(value);
    };
  }

  private static String gsmGroup(int value) {
    return switch (value >> 4) {
      case 0x1, 0x2, 0x3 -> {
        String alphabet =
            switch (value >> 2 & 3) {
              case 0 -> "GSM 7-bit";
              case 1 -> "8-bit data";
              case 2 -> "UCS-2";
              default -> "reserved alphabet";
            };
        yield alphabet
            + ((value & 0x10) != 0 ? ", class " + (value & 3) : "")
            + ((value & 0x20) != 0 ? ", compressed" : "");
      }
      case 0xC -> "message waiting, discard" + indication(value);
      case 0xD -> "message waiting, GSM 7-bit" + indication(value);
      case 0xE -> "message waiting, UCS-2" + indication(value);
      case 0xF -> ((value & 4) == 0 ? "GSM 7-bit" : "8-bit data") + ", class " + (value & 3);
      default -> "(reserved)";
    };
  }

  private static String indication(int value) {
    String kind =
        switch (value & 3) {
          case 0 -> "voicemail";
          case 1 -> "fax";
          case 2 -> "e-mail";
          default -> "other";
        };
    return ", " + kind + ((value & 8) == 0 ? " off" : " on");
  }
}
