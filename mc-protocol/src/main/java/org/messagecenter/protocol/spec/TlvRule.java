package org.messagecenter.protocol.spec;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the specifications say about one registered TLV beyond its row in {@link TlvTag}: legal
 * values, the commands it belongs to in each version, and the status that a bad value is answered
 * with. {@link TlvRules} has all of them.
 */
public final class TlvRule {
  private static final int MAX_INTEGER_OCTETS = 4;

  private final TlvTag tag;
  private final TlvValue value;
  private final Set<CommandId> commands34;
  private final Set<CommandId> commands50;
  private final Set<CommandId> mandatory;
  private final @Nullable CommandStatus ownStatus;

  TlvRule(
      TlvTag tag,
      TlvValue value,
      Set<CommandId> commands34,
      Set<CommandId> commands50,
      Set<CommandId> mandatory,
      @Nullable CommandStatus ownStatus) {
    this.tag = tag;
    this.value = value;
    this.commands34 = Collections.unmodifiableSet(commands34);
    this.commands50 = Collections.unmodifiableSet(commands50);
    this.mandatory = Collections.unmodifiableSet(mandatory);
    this.ownStatus = ownStatus;
  }

  /** The same rule, with a status of its own for a bad value, which 5.0 introduced (50:4.7.6). */
  TlvRule status(CommandStatus status) {
    return new TlvRule(tag, value, commands34, commands50, mandatory, status);
  }

  /** The same rule; the TLV must be there in these commands. */
  TlvRule mandatoryIn(CommandId first, CommandId... rest) {
    return new TlvRule(tag, value, commands34, commands50, EnumSet.of(first, rest), ownStatus);
  }

  /** The TLV this is about. */
  public TlvTag tag() {
    return tag;
  }

  /** The legal values in words, for documentation. */
  public String legalValues() {
    return value.words();
  }

  /**
   * The commands that may carry the TLV.
   *
   * @param version an interface_version; none below 3.4 has TLVs
   */
  public Set<CommandId> commands(int version) {
    if (version < TlvRules.VERSION_3_4) {
      return Set.of();
    }
    return version < TlvRules.VERSION_5_0 ? commands34 : commands50;
  }

  /** The commands that must carry the TLV, in every version that has them. */
  public Set<CommandId> mandatoryIn() {
    return mandatory;
  }

  /** What a bad value is answered with; the statuses of single TLVs are for 5.0 peers only. */
  public CommandStatus badValue(int version) {
    return ownStatus != null && version >= TlvRules.VERSION_5_0
        ? ownStatus
        : CommandStatus.ESME_RINVTLVVAL;
  }

  /**
   * Whether the tag allows a value of this length. Tolerated are numbers of any width that fit the
   * tag, and texts without their NUL or with more of them.
   */
  public boolean lengthFits(
      byte[] octets, int start, int length, int version, Strictness strictness) {
    if (strictness == Strictness.STRICT) {
      return length >= tag.minLength()
          && length <= strictMax(version)
          && length != forbidden(length)
          && (tag.type() != TlvType.C_STRING || length == textLength(octets, start, length) + 1);
    }
    return switch (tag.type()) {
      case INTEGER, BIT_MASK ->
          (length == 0 && tag.minLength() == 0)
              || integerFits(tag, octets, start, length)
              // Its twin dest_telematics_id has two octets, and so has this one for many.
              || (tag == TlvTag.SOURCE_TELEMATICS_ID && length == 2);
      case C_STRING -> {
        int text = textLength(octets, start, length);
        yield text >= tag.minLength() - 1 && text < tag.maxLength();
      }
      case OCTETS ->
          length >= tag.minLength() && length <= tag.maxLength() && length != forbidden(length);
    };
  }

  /** The two that 5.0 made longer (34:5.3.2.27, 34:5.3.2.41). */
  private int strictMax(int version) {
    if (version >= TlvRules.VERSION_5_0) {
      return tag.maxLength();
    }
    if (tag == TlvTag.ALERT_ON_MESSAGE_DELIVERY) {
      return 0;
    }
    return tag == TlvTag.MS_VALIDITY ? 1 : tag.maxLength();
  }

  /** {@code length} itself when it is within the limits and yet none of the legal ones. */
  private int forbidden(int length) {
    return tag == TlvTag.MS_VALIDITY && length != 1 && length != 4 ? length : -1;
  }

  /**
   * Why the value is to be refused, or null when it is legal, or reserved and may be ignored. The
   * length must fit.
   */
  public @Nullable Violation checkValue(
      byte[] octets, int start, int length, int version, Strictness strictness) {
    TlvValue.Verdict verdict = value.judge(octets, start, length, version);
    if (verdict == TlvValue.Verdict.LEGAL) {
      return null;
    }
    boolean ignored =
        verdict == TlvValue.Verdict.RESERVED
            && strictness == Strictness.TOLERANT
            && badValue(version) == CommandStatus.ESME_RINVTLVVAL;
    return ignored
        ? null
        : new Violation(tag.name(), badValue(version), "legal is " + value.words());
  }

  /** Whether the value is a number of 1-4 octets that fits those of the tag. */
  public static boolean integerFits(TlvTag tag, byte[] octets, int start, int length) {
    if (length < 1 || length > MAX_INTEGER_OCTETS) {
      return false;
    }
    for (int i = start; i < start + length - tag.maxLength(); i++) {
      if (octets[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Up to four octets as a big-endian number. */
  public static int number(byte[] octets, int start, int length) {
    int value = 0;
    for (int i = start; i < start + length; i++) {
      value = value << 8 | (octets[i] & 0xFF);
    }
    return value;
  }

  private static int textLength(byte[] octets, int start, int length) {
    int text = length;
    while (text > 0 && octets[start + text - 1] == 0) {
      text--;
    }
    return text;
  }
}
