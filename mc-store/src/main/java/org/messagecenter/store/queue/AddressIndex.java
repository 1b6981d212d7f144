package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.MessageTable.INDEXED;

/**
 * Messages by account, destination and tag, the oldest first. Those of one address form a treap,
 * ordered by key, whose links are in the table: a million messages to one destination cost each of
 * them some twenty steps, and a message that is alone with its address costs one entry of a map.
 */
final class AddressIndex {

  private static final int NONE = -1;

  private final MessageTable table;
  private final SlotMap roots;

  // The two halves that split made.
  private int low;
  private int high;

  AddressIndex(MessageTable table) {
    this.table = table;
    roots = new SlotMap(table, MessageTable.HASH);
  }

  /** Puts in a message that is not in; its hash must not change while it is. */
  void add(int slot) {
    table.mark(slot, INDEXED);
    table.older(slot, NONE);
    table.younger(slot, NONE);
    int root = roots.find(table.hash(slot));
    if (root < 0) {
      roots.add(slot);
    } else if (add(root, slot) == slot) {
      roots.replace(root, slot);
    }
  }

  /** Whether no message of that address is in. */
  boolean isNew(long hash) {
    return roots.find(hash) < 0;
  }

  /** Takes out a message, if it is in. */
  void remove(int slot) {
    if (!table.marked(slot, INDEXED)) {
      return;
    }
    table.unmark(slot, INDEXED);
    int root = roots.find(table.hash(slot));
    if (root != slot) {
      remove(root, slot);
      return;
    }
    int other = merge(table.older(slot), table.younger(slot));
    if (other == NONE) {
      roots.remove(slot);
    } else {
      roots.replace(slot, other);
    }
  }

  /**
   * Shows the messages with that hash to the visitor, the oldest first, until it has enough.
   *
   * @param after those up to this key are passed over
   */
  void visit(long hash, long after, Visitor visitor) {
    walk(roots.find(hash), after, visitor);
  }

  /** Is shown slots. */
  @FunctionalInterface
  interface Visitor {
    /** Whether more are wanted. */
    boolean visit(int slot);
  }

  private boolean walk(int root, long after, Visitor visitor) {
    if (root < 0) {
      return true;
    }
    boolean wanted = table.key(root) > after;
    return (!wanted || (walk(table.older(root), after, visitor) && visitor.visit(root)))
        && walk(table.younger(root), after, visitor);
  }

  /** Who has the higher rank is nearer to the root; the factor scatters neighbours. */
  private static int rank(int slot) {
    int hash = (slot + 1) * 0x9E3779B1;
    return (hash ^ hash >>> 15) * 0x85EBCA6B;
  }

  private boolean isOlder(int slot, int than) {
    return table.key(slot) < table.key(than);
  }

  private int add(int root, int slot) {
    if (root == NONE) {
      return slot;
    }
    if (rank(slot) > rank(root)) {
      split(root, slot);
      table.older(slot, low);
      table.younger(slot, high);
      return slot;
    }
    if (isOlder(slot, root)) {
      table.older(root, add(table.older(root), slot));
    } else {
      table.younger(root, add(table.younger(root), slot));
    }
    return root;
  }

  private void split(int root, int at) {
    if (root == NONE) {
      low = NONE;
      high = NONE;
    } else if (isOlder(root, at)) {
      split(table.younger(root), at);
      table.younger(root, low);
      low = root;
    } else {
      split(table.older(root), at);
      table.older(root, high);
      high = root;
    }
  }

  private int remove(int root, int slot) {
    if (root == slot) {
      return merge(table.older(slot), table.younger(slot));
    }
    if (isOlder(slot, root)) {
      table.older(root, remove(table.older(root), slot));
    } else {
      table.younger(root, remove(table.younger(root), slot));
    }
    return root;
  }

  /** All on the left are older than all on the right. */
  private int merge(int left, int right) {
    if (left == NONE) {
      return right;
    }
    if (right == NONE) {
      return left;
    }
    if (rank(left) > rank(right)) {
      table.younger(left, merge(table.younger(left), right));
      return left;
    }
    table.older(right, merge(left, table.older(right)));
    return right;
  }
}
