package org.messagecenter.protocol.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;

/**
 * A user data header (3GPP TS 23.040 §9.2.3.24): a length octet, then elements of identifier,
 * length and value.
 *
 * <p>Every element is kept as it stands, in its order, so a header that is passed on does not
 * change. Elements we know are read when asked for; one of a wrong length, or with numbers that
 * make no sense, counts as absent. Of an element that is repeated the last one holds.
 *
 * @param elements in wire order; together at most {@value #MAX_ELEMENTS_LENGTH} octets
 */
public record Udh(List<Element> elements) {
  /** No header. */
  public static final Udh NONE = new Udh(List.of());

  /** Octets that the length octet can count. */
  public static final int MAX_ELEMENTS_LENGTH = 255;

  static final int PORTS_8 = 0x04;
  static final int PORTS_16 = 0x05;
  static final int SINGLE_SHIFT = 0x24;
  static final int LOCKING_SHIFT = 0x25;

  /**
   * One element.
   *
   * @param id 0-255
   * @param value 0-253 octets
   */
  public record Element(int id, Octets value) {
    /** Identifier and length. */
    private static final int OVERHEAD = 2;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the element has no place in a header
     */
    public Element {
      if (id < 0 || id > 0xFF || value.length() + OVERHEAD > MAX_ELEMENTS_LENGTH) {
        throw new IllegalArgumentException("element " + id + " of " + value);
      }
    }

    private int length() {
      return OVERHEAD + value.length();
    }
  }

  /**
   * Application ports.
   *
   * @param destination 0-255 or 0-65,535
   * @param source the same
   * @param wide whether they have two octets each
   */
  public record Ports(int destination, int source, boolean wide) {
    private Element element() {
      return wide
          ? new Element(
              PORTS_16,
              Octets.of(
                  new byte[] {
                    (byte) (destination >> 8),
                    (byte) destination,
                    (byte) (source >> 8),
                    (byte) source
                  }))
          : new Element(PORTS_8, Octets.of(new byte[] {(byte) destination, (byte) source}));
    }
  }

  /**
   * Takes a copy of the list.
   *
   * @throws IllegalArgumentException if the elements are too long for one header
   */
  public Udh {
    elements = List.copyOf(elements);
    if (length(elements) > MAX_ELEMENTS_LENGTH) {
      throw new IllegalArgumentException("a header of " + length(elements) + " octets");
    }
  }

  private static int length(List<Element> elements) {
    int sum = 0;
    for (Element element : elements) {
      sum += element.length();
    }
    return sum;
  }

  /** True without elements: no header is written. */
  public boolean isEmpty() {
    return elements.isEmpty();
  }

  /** The octets it takes, the length octet included; 0 without elements. */
  public int length() {
    return isEmpty() ? 0 : 1 + length(elements);
  }

  /** The header and what follows it, in one array. */
  public Octets before(Octets body) {
    if (isEmpty()) {
      return body;
    }
    int length = length();
    byte[] octets = new byte[length + body.length()];
    octets[0] = (byte) (length - 1);
    int at = 1;
    for (Element element : elements) {
      octets[at] = (byte) element.id();
      octets[at + 1] = (byte) element.value().length();
      element.value().copyTo(octets, at + Element.OVERHEAD);
      at += element.length();
    }
    body.copyTo(octets, at);
    return Octets.of(octets);
  }

  /** The value of the last element of this identifier, or null. */
  public @Nullable Octets find(int id) {
    for (int i = elements.size() - 1; i >= 0; i--) {
      if (elements.get(i).id() == id) {
        return elements.get(i).value();
      }
    }
    return null;
  }

  /** Which part of a long message this is; null when it says nothing or nothing that holds. */
  public @Nullable Concatenation concatenation() {
    for (int i = elements.size() - 1; i >= 0; i--) {
      Concatenation found = concatenation(elements.get(i));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Concatenation concatenation(Element element) {
    Octets value = element.value();
    if (element.id() == Concatenation.Kind.UDH8.element() && value.length() == 3) {
      return Concatenation.ofNumbers(
          Concatenation.Kind.UDH8, value.at(0), value.at(1), value.at(2));
    }
    if (element.id() == Concatenation.Kind.UDH16.element() && value.length() == 4) {
      return Concatenation.ofNumbers(
          Concatenation.Kind.UDH16, twoOctets(value, 0), value.at(2), value.at(3));
    }
    return null;
  }

  /** The ports, or null. Of both widths the last one holds. */
  public @Nullable Ports ports() {
    for (int i = elements.size() - 1; i >= 0; i--) {
      Octets value = elements.get(i).value();
      int id = elements.get(i).id();
      if (id == PORTS_16 && value.length() == 4) {
        return new Ports(twoOctets(value, 0), twoOctets(value, 2), true);
      }
      if (id == PORTS_8 && value.length() == 2) {
        return new Ports(value.at(0), value.at(1), false);
      }
    }
    return null;
  }

  /** The characters of GSM 7-bit text behind this header. */
  public Gsm7Set gsm7() {
    return isEmpty()
        ? Gsm7Set.DEFAULT
        : Gsm7Set.of(language(LOCKING_SHIFT), language(SINGLE_SHIFT));
  }

  private NationalLanguage language(int id) {
    Octets value = find(id);
    return value == null || value.length() != 1
        ? NationalLanguage.NONE
        : NationalLanguage.of(value.at(0));
  }

  /** The same header with this concatenation and no other, as its first element. */
  public Udh with(Concatenation concatenation) {
    if (concatenation.kind() == Concatenation.Kind.SAR) {
      throw new IllegalArgumentException("TLVs, not an element");
    }
    List<Element> changed = new ArrayList<>(elements.size() + 1);
    changed.add(new Element(concatenation.kind().element(), concatenation.value()));
    changed.addAll(withoutConcatenation().elements);
    return new Udh(changed);
  }

  /** The same header with these ports and no others, as its last element. */
  public Udh with(Ports ports) {
    return without(PORTS_8, PORTS_16).plus(ports.element());
  }

  /**
   * The same header with the elements that announce these characters, and no others of the kind.
   */
  public Udh with(Gsm7Set set) {
    Udh changed = without(SINGLE_SHIFT, LOCKING_SHIFT);
    changed = changed.plusShift(LOCKING_SHIFT, set.locking());
    return changed.plusShift(SINGLE_SHIFT, set.single());
  }

  private Udh plusShift(int id, NationalLanguage language) {
    return language == NationalLanguage.NONE
        ? this
        : plus(new Element(id, Octets.of(new byte[] {(byte) language.identifier()})));
  }

  /** The same header with one element more, at the end. */
  public Udh plus(Element element) {
    List<Element> changed = new ArrayList<>(elements);
    changed.add(element);
    return new Udh(changed);
  }

  /** The same header in arrays of its own, so that it keeps no message alive. */
  Udh copy() {
    return isEmpty()
        ? this
        : new Udh(
            elements.stream()
                .map(e -> new Element(e.id(), Octets.of(e.value().toByteArray())))
                .toList());
  }

  /** The same header without any concatenation, valid or not. */
  public Udh withoutConcatenation() {
    return without(Concatenation.Kind.UDH8.element(), Concatenation.Kind.UDH16.element());
  }

  private Udh without(int id, int otherId) {
    List<Element> kept = new ArrayList<>(elements);
    boolean changed = kept.removeIf(e -> e.id() == id || e.id() == otherId);
    return changed ? new Udh(kept) : this;
  }

  private static int twoOctets(Octets value, int at) {
    return value.at(at) << 8 | value.at(at + 1);
  }
}
