package dev.slipway.proxy;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Headers about one connection, which are not passed on to another one. Each header of each answer
 * is looked at, and by its length alone nearly each is found to be none of these.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110, 7.6.1</a>
 */
final class HopByHop {

  private HopByHop() {}

  /** Whether a header always is one. */
  static boolean is(String name) {
    return switch (name.length()) {
      case 2 -> name.equalsIgnoreCase("te");
      case 7 -> name.equalsIgnoreCase("trailer") || name.equalsIgnoreCase("upgrade");
      case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
      case 16 -> name.equalsIgnoreCase("proxy-connection");
      case 17 -> name.equalsIgnoreCase("transfer-encoding");
      case 18 -> name.equalsIgnoreCase("proxy-authenticate");
      default -> false;
    };
  }

  /**
   * Those that a message names itself; none for what most messages say there.
   *
   * @param connection its header {@code Connection}; null for none
   * @return does not tell lower case from upper case, where there are any
   */
  static Set<String> named(@Nullable String connection) {
    if (connection == null || is(connection)) {
      return Set.of();
    }
    Set<String> named = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : connection.split(",", -1)) {
      named.add(name.strip());
    }
    return named;
  }
}
