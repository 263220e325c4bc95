package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Codec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import tools.jackson.databind.node.JsonNodeFactory;

/** Named things that never change once made: models and endpoint configurations. */
final class Shelf<R extends SdkPojo> {

  /** One of them, with the request that made it. */
  record Entry<R>(Scope scope, String name, R request, Instant created) {}

  private final String kind;
  private final Names names;
  private final Journal journal;
  private final Map<String, Entry<R>> entries = new ConcurrentHashMap<>();

  Shelf(String kind, Names names, Journal journal, Supplier<? extends SdkPojo> builder) {
    this.kind = kind;
    this.names = names;
    this.journal = journal;
    journal
        .all(kind)
        .forEach((key, json) -> {
          R request = Codec.fromJson(json.get("request"), builder);
          entries.put(
              key,
              new Entry<>(
                  Scope.ofKey(key),
                  json.get("name").asString(),
                  request,
                  Instant.parse(json.get("created").asString())));
        });
  }

  /** Adds one; refuses a name that is taken. */
  Entry<R> add(Scope scope, String name, R request, Instant now) {
    Entry<R> entry = new Entry<>(scope, name, request, now);
    if (entries.putIfAbsent(scope.key(name), entry) != null) {
      throw names.exists(scope, name);
    }
    var json = JsonNodeFactory.instance.objectNode();
    json.put("name", name).put("created", now.toString());
    json.set("request", Codec.toJson(request));
    journal.put(kind, scope.key(name), json);
    return entry;
  }

  Optional<Entry<R>> find(Scope scope, String name) {
    return Optional.ofNullable(entries.get(scope.key(name)));
  }

  /** One that must be there. */
  Entry<R> get(Scope scope, String name) {
    return find(scope, name).orElseThrow(() -> names.notFound(scope, name));
  }

  void remove(Scope scope, String name) {
    if (entries.remove(scope.key(name)) == null) {
      throw names.notFound(scope, name);
    }
    journal.remove(kind, scope.key(name));
  }

  Stream<Entry<R>> all(Scope scope) {
    return entries.values().stream().filter(entry -> entry.scope().equals(scope));
  }
}
