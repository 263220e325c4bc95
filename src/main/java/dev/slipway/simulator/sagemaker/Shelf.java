package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.Page;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sagemaker.model.SageMakerRequest;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import tools.jackson.databind.node.JsonNodeFactory;

/** Named things that never change once made, and their tags: models and configurations. */
final class Shelf<R extends SdkPojo> {

  /** One of them, with the request that made it. */
  record Entry<R>(Scope scope, String name, String arn, R request, Instant created) {}

  private final String kind;
  private final Names names;
  private final Journal journal;
  private final Tags tags;
  private final Map<String, Entry<R>> entries = new ConcurrentHashMap<>();

  Shelf(String kind, Names names, Journal journal, Tags tags, Supplier<? extends SdkPojo> builder) {
    this.kind = kind;
    this.names = names;
    this.journal = journal;
    this.tags = tags;
    journal
        .all(kind)
        .forEach((key, json) -> {
          R request = Codec.fromJson(json.get("request"), builder);
          Instant created = Instant.parse(json.get("created").asString());
          Entry<R> entry = entry(Scope.ofKey(key), json.get("name").asString(), request, created);
          entries.put(key(entry.scope(), entry.name()), entry);
        });
  }

  /** Adds one; refuses a name that is taken, and a tag's key that is given twice. */
  Entry<R> add(Scope scope, String name, R request, List<Tag> tagged, Instant now) {
    Map<String, String> labels = Tags.read(tagged);
    Entry<R> entry = entry(scope, name, request, now);
    if (entries.putIfAbsent(key(scope, name), entry) != null) {
      throw names.exists(scope, name);
    }
    tags.begin(entry.arn(), labels);
    var json = JsonNodeFactory.instance.objectNode();
    json.put("name", name).put("created", now.toString());
    json.set("request", Codec.toJson(request));
    journal.put(kind, scope.key(name), json);
    return entry;
  }

  /** Names are unique whatever their case, as their ARNs are written in lower case. */
  private static String key(Scope scope, String name) {
    return scope.key(name.toLowerCase(Locale.ROOT));
  }

  private Entry<R> entry(Scope scope, String name, R request, Instant created) {
    return new Entry<>(scope, name, names.arn(scope, name), request, created);
  }

  Optional<Entry<R>> find(Scope scope, String name) {
    return Optional.ofNullable(entries.get(key(scope, name)))
        .filter(entry -> entry.name().equals(name));
  }

  /** One that must be there. */
  Entry<R> get(Scope scope, String name) {
    return find(scope, name).orElseThrow(() -> names.notFound(scope, name));
  }

  void remove(Scope scope, String name) {
    entries.remove(key(scope, name), get(scope, name));
    journal.remove(kind, scope.key(name));
    tags.end(names.arn(scope, name));
  }

  /** The page that a List request asks for. */
  Page<Entry<R>> page(Scope scope, SageMakerRequest request) {
    return Listing.of(request)
        .page(
            entries.values().stream().filter(entry -> entry.scope().equals(scope)),
            Entry::name,
            Entry::created,
            Entry::name);
  }
}
