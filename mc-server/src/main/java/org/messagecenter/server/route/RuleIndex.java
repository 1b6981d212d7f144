package org.messagecenter.server.route;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rules come into question for an account and a destination, in their order.
 *
 * <p>The rules of each account that some rule names, and those for every account, stand in a tree
 * of their prefixes. The lists on the way of a number through its two trees are all there is to
 * look at: with thousands of rules a handful.
 */
final class RuleIndex {
  private final Map<String, PrefixTree<int[]>> byAccount = new HashMap<>();
  private final PrefixTree<int[]> forAll = new PrefixTree<>();

  RuleIndex(List<Rule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule.accounts() == null) {
        add(forAll, rule, i);
      } else {
        for (String account : rule.accounts()) {
          add(byAccount.computeIfAbsent(account, a -> new PrefixTree<>()), rule, i);
        }
      }
    }
  }

  private static void add(PrefixTree<int[]> tree, Rule rule, int index) {
    List<String> prefixes = rule.prefixes();
    for (String prefix : prefixes == null ? List.of("") : prefixes) {
      int[] before = tree.at(prefix);
      int length = before == null ? 0 : before.length;
      int[] list = before == null ? new int[1] : Arrays.copyOf(before, length + 1);
      list[length] = index;
      tree.put(prefix, list);
    }
  }

  /** The rules for this message, from the first one on. */
  Candidates candidates(Facts facts) {
    return new Candidates(facts);
  }

  /** The rules that come into question for one message. */
  final class Candidates implements Cursor {
    private int[][] lists = new int[4][];
    private int[] next = new int[4];
    private int count;
    private int last = -1;

    Candidates(Facts facts) {
      collect(facts);
    }

    @Override
    public int next() {
      int least = Integer.MAX_VALUE;
      for (int i = 0; i < count; i++) {
        int[] list = lists[i];
        int at = next[i];
        while (at < list.length && list[at] <= last) {
          at++;
        }
        next[i] = at;
        if (at < list.length && list[at] < least) {
          least = list[at];
        }
      }
      last = least == Integer.MAX_VALUE ? last : least;
      return least == Integer.MAX_VALUE ? -1 : least;
    }

    @Override
    public void rewritten(Facts facts) {
      count = 0;
      collect(facts);
    }

    private void collect(Facts facts) {
      String digits = facts.destination().digits();
      collect(forAll, digits);
      if (!byAccount.isEmpty()) {
        collect(byAccount.get(facts.request().account()), digits);
      }
    }

    private void collect(@Nullable PrefixTree<int[]> tree, String digits) {
      PrefixTree.Node<int[]> node = tree == null ? null : tree.root();
      for (int i = 0; node != null; i++) {
        int[] list = node.value();
        if (list != null) {
          add(list);
        }
        node = i < digits.length() ? node.next(digits.charAt(i)) : null;
      }
    }

    private void add(int[] list) {
      if (count == lists.length) {
        lists = Arrays.copyOf(lists, 2 * count);
        next = Arrays.copyOf(next, 2 * count);
      }
      lists[count] = list;
      next[count++] = 0;
    }
  }
}
