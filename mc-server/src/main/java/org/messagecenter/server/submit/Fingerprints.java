package org.messagecenter.server.submit;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.DuplicateRule;
import org.messagecenter.store.queue.MessageIds;

/**
 * Turns what makes two submissions the same into 64 bits. A keyed SHA-256: nobody who does not know
 * the store's key can find a message that would be taken for another account's.
 */
public final class Fingerprints {
  /** There is none: the submission is never a duplicate. */
  static final long NONE = 0;

  private static final int UDHI = 0x40;
  private static final int KEY_PURPOSE = 1;
  private static final byte BY_REFERENCE = 1;
  private static final byte BY_CONTENT = 2;

  private static final List<TlvTag> SEGMENT =
      List.of(TlvTag.SAR_MSG_REF_NUM, TlvTag.SAR_TOTAL_SEGMENTS, TlvTag.SAR_SEGMENT_SEQNUM);

  private final byte[] key;
  private final ThreadLocal<Hash> hashes = ThreadLocal.withInitial(Hash::new);

  /** Fingerprints that mean something in the store of these ids, for as long as it lives. */
  public static Fingerprints of(MessageIds ids) {
    return new Fingerprints(ids.derivedKey(KEY_PURPOSE));
  }

  Fingerprints(byte[] key) {
    this.key = key.clone();
  }

  /** The fingerprint of a message to one destination, or {@link #NONE}. */
  long of(Account account, SubmitSm message) {
    return of(account, message, List.of(message.destinationAddr()));
  }

  /**
   * The fingerprint of a submission to these destinations, or {@link #NONE}.
   *
   * @param message the one to the first of them
   */
  long of(Account account, SubmitSm message, List<Address> destinations) {
    DuplicateRule.By by = account.policy().duplicates().by();
    Octets reference =
        by == DuplicateRule.By.CONTENT ? null : message.tlvs().find(TlvTag.USER_MESSAGE_REFERENCE);
    if (reference == null && by == DuplicateRule.By.REFERENCE) {
      return NONE;
    }
    Hash hash = hashes.get().begin(key);
    hash.text(account.systemId());
    hash.address(message.sourceAddr());
    hash.number(destinations.size());
    destinations.forEach(hash::address);
    hash.text(message.scheduleDeliveryTime());
    segment(hash, message.tlvs());
    if (reference != null) {
      hash.number(BY_REFERENCE);
      hash.octets(reference);
      // The parts of a long message have one reference.
      hash.octets((message.esmClass() & UDHI) == 0 ? Octets.EMPTY : header(message.text()));
    } else {
      hash.number(BY_CONTENT);
      content(hash, message);
    }
    return hash.end();
  }

  private static void segment(Hash hash, Tlvs tlvs) {
    for (TlvTag tag : SEGMENT) {
      Octets value = tlvs.isEmpty() ? null : tlvs.find(tag);
      hash.octets(value == null ? Octets.EMPTY : value);
    }
  }

  private static Octets header(Octets text) {
    return text.isEmpty() ? text : text.slice(0, Math.min(text.length(), 1 + text.at(0)));
  }

  private static void content(Hash hash, SubmitSm message) {
    hash.text(message.serviceType());
    hash.number(message.esmClass());
    hash.number(message.protocolId());
    hash.number(message.dataCoding());
    hash.number(message.smDefaultMsgId());
    hash.octets(message.text());
  }

  /** A digest of fields that cannot run into each other: each has its length before it. */
  private static final class Hash {
    private static final int BYTES = 32;

    private final MessageDigest digest;
    private final byte[] number = new byte[4];
    private final byte[] result = new byte[BYTES];

    Hash() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java has no SHA-256", e);
      }
    }

    Hash begin(byte[] key) {
      digest.reset();
      digest.update(key);
      return this;
    }

    void number(int value) {
      number[0] = (byte) (value >>> 24);
      number[1] = (byte) (value >>> 16);
      number[2] = (byte) (value >>> 8);
      number[3] = (byte) value;
      digest.update(number);
    }

    void text(String text) {
      byte[] octets = text.getBytes(StandardCharsets.UTF_8);
      number(octets.length);
      digest.update(octets);
    }

    void octets(Octets octets) {
      number(octets.length());
      digest.update(octets.array(), octets.offset(), octets.length());
    }

    void address(Address address) {
      number(address.ton() << 8 | address.npi());
      text(address.digits());
    }

    long end() {
      try {
        digest.digest(result, 0, BYTES);
      } catch (DigestException e) {
        throw new AssertionError("the digest fits", e);
      }
      long value = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        value = value << 8 | (result[i] & 0xFF);
      }
      // Zero means that there is none.
      return value == NONE ? 1 : value;
    }
  }
}
