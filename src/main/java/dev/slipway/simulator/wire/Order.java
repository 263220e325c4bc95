package dev.slipway.simulator.wire;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * How a list is sorted, so that the place of an item can be told by text and found again.
 *
 * @param keys what an item is sorted by: texts, instants or whole numbers, none of them negative;
 *     together they tell an item from all others
 */
public record Order<T>(Function<T, List<?>> keys, boolean descending) {

  /** Smallest first. */
  public static <T> Order<T> by(Function<T, List<?>> keys) {
    return new Order<>(keys, false);
  }

  /** The other way round. */
  public Order<T> reversed() {
    return new Order<>(keys, !descending);
  }

  /** Where an item stands; places compare as the items do. */
  List<String> place(T item) {
    return keys.apply(item).stream().map(Order::text).toList();
  }

  Comparator<List<String>> places() {
    Comparator<List<String>> ascending = Order::compare;
    return descending ? ascending.reversed() : ascending;
  }

  private static int compare(List<String> one, List<String> other) {
    int both = Math.min(one.size(), other.size());
    for (int i = 0; i < both; i++) {
      int difference = one.get(i).compareTo(other.get(i));
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  private static String text(Object key) {
    return switch (key) {
      case Instant at ->
          String.format(Locale.ROOT, "%012d.%09d", at.getEpochSecond(), at.getNano());
      case Integer number -> String.format(Locale.ROOT, "%010d", number);
      case Long number -> String.format(Locale.ROOT, "%019d", number);
      default -> key.toString();
    };
  }
}
