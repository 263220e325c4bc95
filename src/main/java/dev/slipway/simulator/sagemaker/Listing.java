package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.SageMakerRequest;

/**
 * What SageMaker's lists have in common: filters, order (newest first unless said otherwise) and
 * pages.
 */
record Listing(
    @Nullable String nameContains,
    @Nullable Instant createdBefore,
    @Nullable Instant createdAfter,
    @Nullable String sortBy,
    @Nullable String sortOrder,
    @Nullable String token,
    @Nullable Integer size) {

  /** What a List request asks for; all of them name it alike. */
  static Listing of(SageMakerRequest request) {
    return new Listing(
        request.getValueForField("NameContains", String.class).orElse(null),
        request.getValueForField("CreationTimeBefore", Instant.class).orElse(null),
        request.getValueForField("CreationTimeAfter", Instant.class).orElse(null),
        request.getValueForField("SortBy", String.class).orElse(null),
        request.getValueForField("SortOrder", String.class).orElse(null),
        request.getValueForField("NextToken", String.class).orElse(null),
        request.getValueForField("MaxResults", Integer.class).orElse(null));
  }

  /** One page of the list, and the token for the next. */
  record Part<T>(List<T> items, @Nullable String next) {}

  <T> Part<T> page(
      Stream<T> all,
      Function<T, String> name,
      Function<T, Instant> created,
      Comparator<T> otherOrder) {
    Comparator<T> order =
        switch (sortBy) {
          case "Name" -> Comparator.comparing(name);
          case "Status" -> otherOrder;
          case null, default -> Comparator.comparing(created).thenComparing(name);
        };
    String wanted = nameContains;
    Instant before = createdBefore;
    Instant after = createdAfter;
    List<T> found =
        all.filter(item -> wanted == null || name.apply(item).contains(wanted))
            .filter(item -> before == null || created.apply(item).isBefore(before))
            .filter(item -> after == null || created.apply(item).isAfter(after))
            .sorted("Ascending".equals(sortOrder) ? order : order.reversed())
            .toList();
    int start;
    try {
      start = token == null ? 0 : Math.clamp(Integer.parseInt(token), 0, found.size());
    } catch (NumberFormatException e) {
      throw ServiceException.validation("Invalid NextToken.");
    }
    int end = Math.min(found.size(), start + (size == null ? 10 : size));
    return new Part<>(found.subList(start, end), end < found.size() ? "" + end : null);
  }
}
