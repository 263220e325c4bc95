package dev.slipway.web;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted. A controller takes it as an argument; it is read from {@code
 * page_size} (50 unless told, brought into 1–200) and {@code page_token}.
 *
 * <p>A store asks its table for {@link #limit()} rows after {@link #afterId()} and hands them to
 * {@link #page}.
 *
 * @param size rows on the page
 * @param after the id of the last row of the page before; null for the first page
 */
@FromQuery({"page_size", "page_token"})
public record PageRequest(int size, @Nullable String after) {

  /** Rows on a page when the caller does not say. */
  public static final int DEFAULT_SIZE = 50;

  /** The most rows on a page. */
  public static final int MAX_SIZE = 200;

  /** The first page of the usual size. */
  public static PageRequest first() {
    return new PageRequest(DEFAULT_SIZE, null);
  }

  /** Reads the parameters; a size outside the bounds is brought into them, a bad token refused. */
  public static PageRequest of(@Nullable String size, @Nullable String token) {
    return new PageRequest(
        size == null || size.isEmpty() ? DEFAULT_SIZE : coerced(size),
        token == null || token.isEmpty() ? null : decoded(token));
  }

  /** How many rows to ask the table for: one more than fit, which tells whether a page follows. */
  public int limit() {
    return size + 1;
  }

  /**
   * The last id of the page before; null for the first page.
   *
   * @throws Failure.Invalid when the token is not of a list that is keyed by UUID
   */
  public @Nullable UUID afterId() {
    if (after == null) {
      return null;
    }
    return Ids.read(after).orElseThrow(PageRequest::badToken);
  }

  /**
   * The last number of the page before, for lists keyed by number; null for the first page.
   *
   * @throws Failure.Invalid when the token is not of a list that is keyed by number
   */
  public @Nullable Integer afterNumber() {
    try {
      return after == null ? null : Integer.valueOf(after);
    } catch (NumberFormatException e) {
      throw badToken();
    }
  }

  /**
   * Makes the page of up to {@link #limit()} rows.
   *
   * @param rows the rows found, in order
   * @param key the id or number by which the list is ordered
   */
  public <T> Page<T> page(List<T> rows, Function<? super T, ?> key) {
    if (rows.size() <= size) {
      return new Page<>(List.copyOf(rows), null);
    }
    List<T> items = List.copyOf(rows.subList(0, size));
    return new Page<>(items, encoded(String.valueOf(key.apply(items.getLast()))));
  }

  /** The refusal of a token that this list did not give out. */
  public static Failure badToken() {
    return Failure.Invalid.field(
        "page_token", "page_token is not one that this list gave out; start without it.");
  }

  private static int coerced(String size) {
    if (!size.matches("-?[0-9]{1,18}")) {
      throw Failure.Invalid.field("page_size", "page_size is not a whole number.");
    }
    return Math.clamp(Long.parseLong(size), 1, MAX_SIZE);
  }

  private static String encoded(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    try {
      String key = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (key.matches("[0-9a-f-]{1,36}")) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw badToken();
  }
}
