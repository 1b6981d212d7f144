package org.messagecenter.store.archive;

/** Puts the numbers of rows in the order of a value: a stable merge sort, quick on sorted parts. */
final class RowOrder {

  /** The value of a row. */
  @FunctionalInterface
  interface Value {
    long of(int row);
  }

  private RowOrder() {}

  /** Sorts the first {@code count} of {@code rows}. */
  static void sort(int[] rows, int count, Value value) {
    int[] from = rows;
    int[] to = new int[count];
    for (long width = 1; width < count; width *= 2) {
      for (long begin = 0; begin < count; begin += 2 * width) {
        int middle = (int) Math.min(count, begin + width);
        int end = (int) Math.min(count, begin + 2 * width);
        merge(from, to, (int) begin, middle, end, value);
      }
      int[] done = to;
      to = from;
      from = done;
    }
    if (from != rows) {
      System.arraycopy(from, 0, rows, 0, count);
    }
  }

  private static void merge(int[] from, int[] to, int begin, int middle, int end, Value value) {
    if (middle == end || value.of(from[middle - 1]) <= value.of(from[middle])) {
      System.arraycopy(from, begin, to, begin, end - begin);
      return;
    }
    int left = begin;
    int right = middle;
    for (int out = begin; out < end; out++) {
      boolean takeLeft =
          right == end || (left < middle && value.of(from[left]) <= value.of(from[right]));
      to[out] = takeLeft ? from[left++] : from[right++];
    }
  }
}
