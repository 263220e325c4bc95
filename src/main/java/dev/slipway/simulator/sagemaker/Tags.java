package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.AddTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.AddTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** SageMaker's tags by ARN, and the operations on them. Whatever is taggable has an entry. */
public final class Tags {

  private static final String KIND = "sagemaker.tags";
  private static final int MOST = 50;

  private final Journal journal;
  private final Map<String, Map<String, String>> byArn = new ConcurrentHashMap<>();

  public Tags(Journal journal) {
    this.journal = journal;
    journal
        .all(KIND)
        .forEach((arn, json) -> {
          Map<String, String> tags = new LinkedHashMap<>();
          json.properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
          byArn.put(arn, tags);
        });
  }

  public AddTagsResponse addTags(AddTagsRequest request, Caller caller) {
    Map<String, String> tags =
        change(own(request.resourceArn(), caller), current -> current.putAll(read(request.tags())));
    return AddTagsResponse.builder().tags(list(tags)).build();
  }

  public DeleteTagsResponse deleteTags(DeleteTagsRequest request, Caller caller) {
    var _ =
        change(
            own(request.resourceArn(), caller),
            current -> request.tagKeys().forEach(current::remove));
    return DeleteTagsResponse.builder().build();
  }

  public ListTagsResponse listTags(ListTagsRequest request, Caller caller) {
    Map<String, String> tags = byArn.get(own(request.resourceArn(), caller));
    if (tags == null) {
      throw unknown(request.resourceArn());
    }
    return ListTagsResponse.builder().tags(list(tags)).build();
  }

  /** The tags of a resource; none when there is no such resource. */
  public Map<String, String> of(String arn) {
    return byArn.getOrDefault(arn, Map.of());
  }

  /** A new resource, perhaps with tags. Begun before it is kept, so that none is kept without. */
  void begin(String arn, Map<String, String> tags) {
    keep(arn, tags);
  }

  /** The resource is gone. */
  void end(String arn) {
    byArn.remove(arn);
    journal.remove(KIND, arn);
  }

  /** Nobody sees what another account or region has. */
  private static String own(String arn, Caller caller) {
    if (!arn.startsWith(Scope.of(caller).arn("sagemaker", ""))) {
      throw unknown(arn);
    }
    return arn;
  }

  private Map<String, String> change(String arn, Consumer<Map<String, String>> how) {
    Map<String, String> changed =
        byArn.computeIfPresent(
            arn,
            (_, current) -> {
              Map<String, String> next = new LinkedHashMap<>(current);
              how.accept(next);
              if (next.size() > MOST) {
                throw ServiceException.validation(
                    "The number of tags exceeds the limit of " + MOST + " per resource.");
              }
              return next;
            });
    if (changed == null) {
      throw unknown(arn);
    }
    keep(arn, changed);
    return changed;
  }

  private void keep(String arn, Map<String, String> tags) {
    byArn.put(arn, tags);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    tags.forEach(json::put);
    journal.put(KIND, arn, json);
  }

  private static ServiceException unknown(String arn) {
    return ServiceException.validation("Could not find resource \"" + arn + "\".");
  }

  /** What a request gives; refuses a key that it gives twice. */
  static Map<String, String> read(@Nullable List<Tag> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    if (tags != null) {
      for (Tag tag : tags) {
        if (map.put(tag.key(), tag.value()) != null) {
          throw ServiceException.validation("The tag key " + tag.key() + " is given twice.");
        }
      }
    }
    return map;
  }

  private static List<Tag> list(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
