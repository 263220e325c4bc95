package dev.slipway.history;

import dev.slipway.base.Fact;
import dev.slipway.base.Ids;
import dev.slipway.base.WallClock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes each {@link Fact} down in the transaction that makes it true, so that neither exists
 * without the other. A fact published outside a transaction is a mistake and fails.
 */
@Component
class FactRecorder {

  private final EventStore store;
  private final JsonMapper json;
  private final WallClock clock;

  FactRecorder(EventStore store, JsonMapper json, ObjectProvider<WallClock> clock) {
    this.store = store;
    this.json = json;
    this.clock = clock.getIfAvailable(WallClock::system);
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void record(Fact fact) {
    String subjectType = Canonical.storable(fact.subjectType());
    String subject = Canonical.storable(fact.subject());
    EventStore.Head head = store.lockHead(subjectType, subject);
    // What was locked is the end of the chain: nobody else appends until this transaction ends.
    store.append(
        new AuditEvent(
                Ids.next(),
                subjectType,
                subject,
                head.sequence() + 1,
                Canonical.storable(fact.type()),
                Canonical.storable(fact.actor()),
                Canonical.storable(fact.summary()),
                fact.deployment(),
                data(fact.data()),
                fact.at().truncatedTo(ChronoUnit.MICROS),
                clock.now(),
                "",
                head.hash(),
                null)
            .sealed());
  }

  private JsonNode data(Map<String, Object> data) {
    // As text and back, so that a number is hashed with the digits that are stored.
    return EventStore.EXACT.readTree(json.writeValueAsString(plain(data)));
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach(
            (key, member) -> plain.put(Canonical.storable(String.valueOf(key)), plain(member)));
        yield plain;
      }
      case Iterable<?> list -> {
        List<@Nullable Object> plain = new ArrayList<>();
        list.forEach(member -> plain.add(plain(member)));
        yield plain;
      }
      case Number number -> number;
      case Boolean truth -> truth;
      case UUID id -> id.toString();
      default -> Canonical.storable(String.valueOf(value));
    };
  }
}
