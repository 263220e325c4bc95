package dev.slipway.bench;

import dev.slipway.web.PageRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One way to ask for a list.
 *
 * @param operation its path in the contract
 * @param name for people
 * @param target path and query
 * @param narrowed asked by somebody who may see one environment only
 */
record ListRequest(String operation, String name, String target, boolean narrowed) {

  private ListRequest(String operation, String name, String target) {
    this(operation, name, target, false);
  }

  /** What shows less to those who may see less. */
  private static final List<String> NARROWED =
      List.of("/v1/environments", "/v1/endpoints", "/v1/deployments", "/v1/audit-events");

  /** Of each list the first page, the largest, one from deep within, and one by each filter. */
  static List<ListRequest> all(JdbcClient jdbc) {
    List<ListRequest> all = new ArrayList<>();
    pages(all, "/v1/models", "/v1/models", token(jdbc, "model", "id", ""));
    pages(
        all,
        "/v1/models/{model}/versions",
        "/v1/models/model-1/versions",
        token(
            jdbc,
            "model_version",
            "id",
            "where model_id = (select id from model where name = 'model-1')"));
    pages(all, "/v1/environments", "/v1/environments", token(jdbc, "environment", "id", ""));
    pages(
        all,
        "/v1/environments/{environment}/revisions",
        "/v1/environments/bench-1/revisions",
        token("100"));
    pages(all, "/v1/endpoints", "/v1/endpoints", token(jdbc, "endpoint", "id", ""));
    filters(all, "/v1/endpoints", "model=model-9", "environment=bench-1", "environment=bench-rare");
    pages(
        all,
        "/v1/endpoints/{endpoint}/releases",
        "/v1/endpoints/bench-1-model-1/releases",
        token("100"));
    String planted = "/v1/endpoints/bench-1-model-1";
    String its = "where endpoint_id = (select id from endpoint where name = 'bench-1-model-1')";
    String captures = "/v1/endpoints/{endpoint}/captures";
    pages(all, captures, planted + "/captures", token(jdbc, "captured_prediction", "id", its));
    all.add(new ListRequest(captures, "… `release=1`", planted + "/captures?release=1"));
    pages(
        all,
        "/v1/endpoints/{endpoint}/load-tests",
        planted + "/load-tests",
        token(jdbc, "load_test", "id", its));
    pages(
        all,
        "/v1/endpoints/{endpoint}/recommender-jobs",
        planted + "/recommender-jobs",
        token(jdbc, "recommender_job", "id", its));
    pages(all, "/v1/drift", "/v1/drift", token(jdbc, "endpoint_drift", "endpoint_id", ""));
    filters(
        all,
        "/v1/drift",
        "state=DRIFTED",
        "state=MOVING",
        "environment=bench-1",
        "environment=bench-rare",
        "environment=bench-1&state=DRIFTED");
    String lately = "created_after=" + dayBeforeTheNewest(jdbc);
    String never = "created_after=2199-01-01T00:00:00Z";
    pages(all, "/v1/promotions", "/v1/promotions", token(jdbc, "promotion", "id", ""));
    filters(
        all,
        "/v1/promotions",
        "model=model-1",
        "to=bench-1",
        "to=bench-rare",
        "outcome=REFUSED",
        "outcome=PENDING_APPROVAL",
        "to=bench-1&outcome=PENDING_APPROVAL",
        lately,
        "outcome=REFUSED&" + lately,
        "to=bench-1&" + lately,
        "to=bench-1&" + never,
        "model=model-1&" + never,
        never);
    pages(all, "/v1/deployments", "/v1/deployments", token(jdbc, "deployment", "id", ""));
    filters(
        all,
        "/v1/deployments",
        "endpoint=bench-1-model-1",
        "environment=bench-1",
        "environment=bench-rare",
        "state=SUCCEEDED",
        "state=UPDATING",
        "environment=bench-1&state=ROLLED_BACK",
        lately,
        "state=UPDATING&" + lately,
        "environment=bench-1&" + lately,
        "environment=bench-1&" + never,
        "endpoint=bench-1-model-1&" + never,
        never);
    String deployment =
        one(jdbc, "select deployment_id::text from history where type = 'bench.planted' limit 1");
    pages(
        all,
        "/v1/deployments/{deployment}/events",
        "/v1/deployments/" + deployment + "/events",
        token(jdbc, "history", "id", "where deployment_id = '" + deployment + "'"));
    pages(all, "/v1/audit-events", "/v1/audit-events", token(jdbc, "history", "recorded_at", ""));
    filters(
        all,
        "/v1/audit-events",
        "subject_type=endpoint",
        "subject_type=endpoint&subject=bench-1-model-9",
        "actor=slipway",
        "actor=person-7",
        "type=deployment.tick",
        "type=bench.planted",
        "actor=person-7&type=deployment.resumed",
        "deployment=" + deployment,
        "environment=bench-1",
        "environment=bench-rare",
        "environment=bench-1&type=deployment.tick",
        "environment=bench-1&" + lately,
        lately);
    pages(
        all,
        "/v1/service-accounts",
        "/v1/service-accounts",
        token(jdbc, "service_account", "id", ""));
    pages(
        all,
        "/v1/service-accounts/{account}/tokens",
        "/v1/service-accounts/account-1/tokens",
        token(
            jdbc,
            "access_token",
            "id",
            "where service_account_id = (select id from service_account where name ="
                + " 'account-1')"));
    pages(
        all,
        "/v1/service-accounts/{account}/access-keys",
        "/v1/service-accounts/account-1/access-keys",
        token(
            jdbc,
            "access_key",
            "id",
            "where service_account_id = (select id from service_account where name ="
                + " 'account-1')"));
    pages(all, "/v1/webhooks", "/v1/webhooks", token(jdbc, "webhook", "id", ""));
    String deliveries = "/v1/webhooks/webhook-1/deliveries";
    String operation = "/v1/webhooks/{webhook}/deliveries";
    pages(
        all,
        operation,
        deliveries,
        token(
            jdbc,
            "webhook_delivery",
            "id",
            "where webhook_id = (select id from webhook where name = 'webhook-1')"));
    all.add(new ListRequest(operation, "… `state=FAILED`", deliveries + "?state=FAILED"));
    for (String path : NARROWED) {
      all.add(new ListRequest(path, "`" + path + "` for one environment", path, true));
    }
    return all;
  }

  private static void pages(
      List<ListRequest> all, String operation, String path, String deepToken) {
    all.add(new ListRequest(operation, "`" + operation + "`", path));
    all.add(new ListRequest(operation, "… `page_size=200`", path + "?page_size=200"));
    all.add(new ListRequest(operation, "… deep", path + "?page_token=" + deepToken));
  }

  private static void filters(List<ListRequest> all, String path, String... queries) {
    for (String query : queries) {
      String name = query.startsWith("deployment=") ? "deployment=…" : query;
      all.add(new ListRequest(path, "… `" + name + "`", path + "?" + query));
    }
  }

  /** A token as the list itself would give it out nine tenths down. */
  private static String token(JdbcClient jdbc, String table, String order, String where) {
    String id = order.equals("recorded_at") ? "id" : order;
    return token(
        one(
            jdbc,
            """
            select %s::text from %s %s order by %s desc
            offset (select count(*) * 9 / 10 from %s %s) limit 1
            """
                .formatted(id, table, where, order, table, where)));
  }

  private static String token(String key) {
    return String.valueOf(
        new PageRequest(1, null).page(List.of(key, ""), it -> it).nextPageToken());
  }

  private static String dayBeforeTheNewest(JdbcClient jdbc) {
    return one(
        jdbc,
        "select to_char(max(recorded_at) at time zone 'UTC'"
            + " - interval '1 day', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from history");
  }

  private static String one(JdbcClient jdbc, String sql) {
    return jdbc.sql(sql).query(String.class).single();
  }
}
