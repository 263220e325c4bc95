package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
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

  <T> Page<T> page(
      Stream<T> all,
      Function<T, String> name,
      Function<T, Instant> created,
      Function<T, String> status) {
    Order<T> order =
        switch (sortBy) {
          case "Name" -> Order.by(item -> List.of(name.apply(item)));
          case "Status" -> Order.by(item -> List.of(status.apply(item), name.apply(item)));
          case null, default -> Order.by(item -> List.of(created.apply(item), name.apply(item)));
        };
    String wanted = nameContains;
    Instant before = createdBefore;
    Instant after = createdAfter;
    Stream<T> found =
        all.filter(item -> wanted == null || name.apply(item).contains(wanted))
            .filter(item -> before == null || created.apply(item).isBefore(before))
            .filter(item -> after == null || created.apply(item).isAfter(after));
    return Page.of(
        found,
        "Ascending".equals(sortOrder) ? order : order.reversed(),
        token,
        size == null ? 10 : size,
        () -> ServiceException.validation("Invalid NextToken."));
  }
}
