package org.messagecenter.store.queue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns a record key into the message id an ESME sees, and back.
 *
 * <p>An id is 32 lower-case hex digits: AES-128 in ECB mode, under the store's own key, over the
 * sixteen octets
 *
 * <pre>
 *   0      shard
 *   1..8   key, big-endian
 *   9..15  zero
 * </pre>
 *
 * It looks random, is unique because the key is, tells nobody how much traffic there is, and cannot
 * be made up: a guess decrypts to seven zero octets once in 2^56. ECB is safe here, for no two
 * blocks are ever the same.
 *
 * <p>Safe for use by many threads; each keeps a cipher of its own.
 */
public final class MessageIds {

  /** Octets of an AES-128 key. */
  static final int KEY_BYTES = 16;

  private static final int BLOCK = 16;
  private static final int DIGITS = 2 * BLOCK;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** Two digits of each octet, as the low and high half of a short. */
  private static final short[] PAIRS = new short[256];

  static {
    for (int octet = 0; octet < PAIRS.length; octet++) {
      PAIRS[octet] = (short) (HEX[octet >> 4] | HEX[octet & 15] << 8);
    }
  }

  private final SecretKeySpec secret;
  private final ThreadLocal<Ciphers> ciphers = ThreadLocal.withInitial(() -> new Ciphers(secret()));

  /**
   * @param secret the store's key, {@value #KEY_BYTES} octets
   */
  MessageIds(byte[] secret) {
    if (secret.length != KEY_BYTES) {
      throw new IllegalArgumentException("a store key has " + KEY_BYTES + " octets");
    }
    this.secret = new SecretKeySpec(secret, "AES");
  }

  private SecretKeySpec secret() {
    return secret;
  }

  /**
   * The shard of a message, 0 to 255: a stable hash (FNV-1a over the UTF-16 units of account, a
   * zero, destination; folded to eight bits).
   */
  public static int shard(String account, String destination) {
    int hash = fnv(0x811C9DC5, account);
    hash = fnv(hash * 0x01000193, destination);
    hash ^= hash >>> 16;
    return (hash ^ hash >>> 8) & 0xFF;
  }

  private static int fnv(int seed, String text) {
    int hash = seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x01000193;
    }
    return hash;
  }

  /** The id of the record {@code key} in {@code shard}. */
  public String encode(int shard, long key) {
    Ciphers own = ciphers.get();
    plain(own.block, 0, shard, key);
    own.encrypt(own.block, BLOCK, own.result);
    return hex(own.result, 0);
  }

  /**
   * The key an id stands for.
   *
   * @param messageId any text; upper-case digits are taken too, since ids travel through systems
   *     that fold case
   * @return the key, or -1 when this store never gave that id
   */
  public long decode(CharSequence messageId) {
    if (messageId.length() != DIGITS) {
      return -1;
    }
    Ciphers own = ciphers.get();
    byte[] block = own.block;
    for (int i = 0; i < BLOCK; i++) {
      int high = digit(messageId.charAt(2 * i));
      int low = digit(messageId.charAt(2 * i + 1));
      if ((high | low) < 0) {
        return -1;
      }
      block[i] = (byte) (high << 4 | low);
    }
    byte[] plain = own.result;
    own.decrypt(block, plain);
    for (int i = 9; i < BLOCK; i++) {
      if (plain[i] != 0) {
        return -1;
      }
    }
    long key = 0;
    for (int i = 1; i <= 8; i++) {
      key = key << 8 | (plain[i] & 0xFF);
    }
    return key < 0 ? -1 : key;
  }

  /** Whether an id is a short one, of 8 digits, as peers get that take no longer ones. */
  public static boolean isShort(CharSequence messageId) {
    return messageId.length() == ShortIds.DIGITS;
  }

  /** Whether a key is that of a mail, and not of a message. */
  public static boolean isMail(long key) {
    return key > 0 && (key & RecordLayout.MAIL_BIT) != 0;
  }

  static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' && c < 0x80 ? lower - 'a' + 10 : -1;
  }

  /**
   * Sixteen octets that only this store knows and that stay the same: for keyed hashes whose values
   * are kept beside its ids.
   *
   * @param purpose 0 to 254; another purpose has another key
   */
  public byte[] derivedKey(int purpose) {
    Objects.checkIndex(purpose, 255);
    byte[] block = new byte[BLOCK];
    // No id's block ends in anything but zeros, and no other key's block is mixed.
    java.util.Arrays.fill(block, BLOCK / 2, BLOCK, (byte) 0xFE);
    block[0] = (byte) purpose;
    return encrypted(block);
  }

  /** A block of this octet throughout, encrypted: for other keys to be made of. */
  byte[] encryptedBlock(byte octet) {
    byte[] block = new byte[BLOCK];
    java.util.Arrays.fill(block, octet);
    return encrypted(block);
  }

  private byte[] encrypted(byte[] block) {
    byte[] result = new byte[BLOCK];
    ciphers.get().encrypt(block, BLOCK, result);
    return result;
  }

  private static void plain(byte[] out, int at, int shard, long key) {
    out[at] = (byte) shard;
    for (int i = 0; i < 8; i++) {
      out[at + 1 + i] = (byte) (key >>> (56 - 8 * i));
    }
    for (int i = 9; i < BLOCK; i++) {
      out[at + i] = 0;
    }
  }

  private static String hex(byte[] block, int at) {
    return hex(block, at, new byte[DIGITS]);
  }

  /** Writes the digits into {@code digits} first, which holds nothing of use afterwards. */
  private static String hex(byte[] block, int at, byte[] digits) {
    for (int i = 0; i < BLOCK; i++) {
      short pair = PAIRS[block[at + i] & 0xFF];
      digits[2 * i] = (byte) pair;
      digits[2 * i + 1] = (byte) (pair >> 8);
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  /** Gathers the blocks of one commit, so that one cipher call serves them all. For one thread. */
  static final class Batch {
    private final Ciphers own;
    private final byte[] digits = new byte[DIGITS];
    private byte[] blocks = new byte[256 * BLOCK];
    private byte[] encrypted = new byte[256 * BLOCK];
    private int count;

    Batch(MessageIds ids) {
      own = new Ciphers(ids.secret);
    }

    void add(int shard, long key) {
      if ((count + 1) * BLOCK > blocks.length) {
        blocks = java.util.Arrays.copyOf(blocks, 2 * blocks.length);
      }
      plain(blocks, count++ * BLOCK, shard, key);
    }

    /** Ends the gathering; {@link #id} may be asked from now on. */
    void encrypt() {
      if (encrypted.length < blocks.length) {
        encrypted = new byte[blocks.length];
      }
      own.encrypt(blocks, count * BLOCK, encrypted);
    }

    /** The id of the {@code index}-th block added. */
    String id(int index) {
      return hex(encrypted, index * BLOCK, digits);
    }

    void clear() {
      count = 0;
    }
  }

  private static final class Ciphers {
    final byte[] block = new byte[BLOCK];
    final byte[] result = new byte[BLOCK];
    private final Cipher encryption;
    private final Cipher decryption;

    Ciphers(SecretKeySpec secret) {
      try {
        encryption = Cipher.getInstance("AES/ECB/NoPadding");
        encryption.init(Cipher.ENCRYPT_MODE, secret);
        decryption = Cipher.getInstance("AES/ECB/NoPadding");
        decryption.init(Cipher.DECRYPT_MODE, secret);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no AES", e);
      }
    }

    /** The result must be another array: a cipher copies what it is to overwrite. */
    void encrypt(byte[] blocks, int length, byte[] to) {
      try {
        encryption.update(blocks, 0, length, to, 0);
      } catch (ShortBufferException e) {
        throw new AssertionError("whole blocks fit into as many octets", e);
      }
    }

    void decrypt(byte[] one, byte[] to) {
      try {
        decryption.update(one, 0, BLOCK, to, 0);
      } catch (ShortBufferException e) {
        throw new AssertionError("a block fits into a block", e);
      }
    }
  }
}
