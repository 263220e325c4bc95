package dev.slipway.local;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
final class Spelling {

  /** A name of which more than this part is wrong was not misspelt: it was made up. */
  private static final int PART = 3;

  private Spelling() {}

  /** The name that is nearest to what is written, if any is near. */
  static Optional<String> nearest(String written, Collection<String> names) {
    String plain = plain(written);
    int most = Math.max(2, (plain.length() - "slipway.".length()) / PART);
    return names.stream()
        .filter(name -> distance(plain, plain(name)) <= most)
        .min(Comparator.comparingInt(name -> distance(plain, plain(name))));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How many letters have to be changed, added or left out (Levenshtein). */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) row[j] = j;
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
