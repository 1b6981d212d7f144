package org.messagecenter.server.route;

import org.jspecify.annotations.Nullable;

/**
 * Values by prefix. A look-up takes a step for each character that some prefix has, and allocates
 * nothing. Filled at load, only read from then on.
 */
final class PrefixTree<V> {
  private final Node<V> root = new Node<>();

  /** What stands at a prefix, and the nodes of the prefixes that are one character longer. */
  static final class Node<V> {
    private @Nullable V value;
    private char low;
    private @Nullable Node<V>[] next = none(0);

    @Nullable V value() {
      return value;
    }

    /** The node behind this character; null when no prefix goes on with it. */
    @Nullable Node<V> next(char c) {
      int i = c - low;
      return i >= 0 && i < next.length ? next[i] : null;
    }

    private Node<V> made(char c) {
      Node<V> node = next(c);
      if (node == null) {
        reach(c);
        node = new Node<>();
        next[c - low] = node;
      }
      return node;
    }

    private void reach(char c) {
      char first = next.length == 0 || c < low ? c : low;
      int last = next.length == 0 ? c : Math.max(c, low + next.length - 1);
      @Nullable Node<V>[] wider = none(last - first + 1);
      System.arraycopy(next, 0, wider, next.length == 0 ? 0 : low - first, next.length);
      next = wider;
      low = first;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of a generic type.
    private static <V> @Nullable Node<V>[] none(int length) {
      return new Node[length];
    }
  }

  Node<V> root() {
    return root;
  }

  /** Puts a value; answers the one that stood there before. */
  @Nullable V put(String prefix, V value) {
    Node<V> node = root;
    for (int i = 0; i < prefix.length(); i++) {
      node = node.made(prefix.charAt(i));
    }
    V before = node.value;
    node.value = value;
    return before;
  }

  /** The value at exactly this prefix. */
  @Nullable V at(String prefix) {
    Node<V> node = root;
    for (int i = 0; i < prefix.length(); i++) {
      node = node.next(prefix.charAt(i));
      if (node == null) {
        return null;
      }
    }
    return node.value;
  }

  /** The value of the longest prefix that fits; null when none does. */
  @Nullable V longest(String text) {
    Node<V> node = root;
    V found = node.value;
    for (int i = 0; i < text.length(); i++) {
      node = node.next(text.charAt(i));
      if (node == null) {
        return found;
      }
      if (node.value != null) {
        found = node.value;
      }
    }
    return found;
  }
}
