package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import dev.slipway.simulator.wire.ServiceException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** CloudWatch's dashboards: kept and given back; their widgets are not looked at. */
public final class Dashboards {

  private static final String KIND = "cloudwatch.dashboard";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final JsonMapper JSON = new JsonMapper();

  private final Journal journal;
  private final InstantSource clock;

  public Dashboards(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  public PutDashboardResponse putDashboard(PutDashboardRequest request, Caller caller) {
    String name = request.dashboardName();
    String body = request.dashboardBody();
    if (!NAME.matcher(name).matches() || !isObject(body)) {
      throw new ServiceException(
          400, "InvalidParameterInput", "The dashboard's name or body is invalid.");
    }
    DashboardEntry entry =
        DashboardEntry.builder()
            .dashboardName(name)
            .dashboardArn(arn(caller, name))
            .lastModified(clock.instant())
            .size((long) body.getBytes(StandardCharsets.UTF_8).length)
            .build();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("body", body).set("entry", Codec.toJson(entry));
    journal.put(KIND, key(caller, name), document);
    return PutDashboardResponse.builder().build();
  }

  public GetDashboardResponse getDashboard(GetDashboardRequest request, Caller caller) {
    String name = request.dashboardName();
    JsonNode document = journal.all(KIND).get(key(caller, name));
    if (document == null) {
      throw missing(name);
    }
    return GetDashboardResponse.builder()
        .dashboardName(name)
        .dashboardArn(arn(caller, name))
        .dashboardBody(document.path("body").asString(""))
        .build();
  }

  public ListDashboardsResponse listDashboards(ListDashboardsRequest request, Caller caller) {
    String prefix = request.dashboardNamePrefix() == null ? "" : request.dashboardNamePrefix();
    String own = key(caller, prefix);
    Stream<DashboardEntry> found =
        journal.all(KIND).entrySet().stream()
            .filter(each -> each.getKey().startsWith(own))
            .map(each ->
                Codec.<DashboardEntry>fromJson(
                    each.getValue().path("entry"), DashboardEntry::builder));
    Page<DashboardEntry> page =
        Slice.of(request.nextToken(), 1000)
            .page(found, Order.by(dashboard -> List.of(dashboard.dashboardName())));
    return ListDashboardsResponse.builder()
        .dashboardEntries(page.items())
        .nextToken(page.next())
        .build();
  }

  public DeleteDashboardsResponse deleteDashboards(DeleteDashboardsRequest request, Caller caller) {
    Map<String, JsonNode> all = journal.all(KIND);
    for (String name : request.dashboardNames()) {
      if (!all.containsKey(key(caller, name))) {
        throw missing(name);
      }
    }
    request.dashboardNames().forEach(name -> journal.remove(KIND, key(caller, name)));
    return DeleteDashboardsResponse.builder().build();
  }

  /** Dashboards belong to an account, not to a region. */
  private static String key(Caller caller, String name) {
    return caller.accountId() + "/" + name;
  }

  private static String arn(Caller caller, String name) {
    return "arn:aws:cloudwatch::" + Scope.of(caller).account() + ":dashboard/" + name;
  }

  private static boolean isObject(String body) {
    try {
      return JSON.readTree(body).isObject();
    } catch (JacksonException notJson) {
      return false;
    }
  }

  private static ServiceException missing(String name) {
    return new ServiceException(404, "ResourceNotFound", "Dashboard " + name + " does not exist");
  }
}
