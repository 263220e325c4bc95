package dev.slipway.simulator.wire;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One page of a list, and the token for the next. The token tells the place of the last item, not
 * how many came before: whoever deletes what a page gave would skip as many of the next.
 */
public record Page<T>(List<T> items, @Nullable String next) {

  private static final JsonMapper JSON = new JsonMapper();

  private record Placed<T>(T item, List<String> place) {}

  /**
   * The page after a token.
   *
   * @param token of the page before; null for the first page
   * @param size at least one
   * @param foreign what refuses a token that is not ours
   */
  public static <T> Page<T> of(
      Stream<T> all,
      Order<T> order,
      @Nullable String token,
      int size,
      Supplier<ServiceException> foreign) {
    Comparator<List<String>> places = order.places();
    List<String> last = token == null ? null : place(token, foreign);
    List<Placed<T>> left =
        all.map(item -> new Placed<>(item, order.place(item)))
            .filter(placed -> last == null || places.compare(placed.place(), last) > 0)
            .sorted(Comparator.comparing(Placed::place, places))
            .limit(size + 1L)
            .toList();
    List<Placed<T>> given = left.subList(0, Math.min(size, left.size()));
    return new Page<>(
        given.stream().map(Placed::item).toList(),
        left.size() > size ? token(given.getLast().place()) : null);
  }

  private static String token(List<String> place) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(place));
  }

  private static List<String> place(String token, Supplier<ServiceException> foreign) {
    JsonNode parts;
    try {
      parts = JSON.readTree(Base64.getUrlDecoder().decode(token));
    } catch (IllegalArgumentException | JacksonException unreadable) {
      throw foreign.get();
    }
    List<String> place = new ArrayList<>();
    for (JsonNode part : parts) {
      if (!part.isString()) {
        throw foreign.get();
      }
      place.add(part.asString());
    }
    if (!parts.isArray() || place.isEmpty()) {
      throw foreign.get();
    }
    return place;
  }
}
