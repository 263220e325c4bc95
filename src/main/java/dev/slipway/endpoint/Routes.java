package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.endpoint.Route.Serving;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/**
 * The routes to every endpoint that serves, or is about to; and, without a release, to imported
 * ones that are retired: their callers may go on asking for them, and must not reach another.
 */
@Component
public class Routes {

  private final JdbcClient jdbc;

  Routes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All routes as the database has them now; one query. */
  public List<Route> all() {
    return jdbc.sql(
            """
            select p.name as endpoint, e.name as environment, m.name as model, p.physical_name,
                   (select coalesce(jsonb_agg(a.name order by a.name), '[]')
                    from (select coalesce(p.adoption ->> 'imported_as', p.physical_name) as name
                          union
                          select jsonb_array_elements_text(p.adoption -> 'earlier_names')) a
                    where p.adoption is not null
                      and not exists (select 1 from endpoint s
                                      where s.name = a.name and s.id <> p.id)) as aliases,
                   c.number as current, c.spec ->> 'model_version' as current_version,
                   n.number as pending, n.spec ->> 'model_version' as pending_version,
                   (select coalesce(jsonb_agg(
                               jsonb_build_object('release', u.number, 'model_version',
                                                  u.spec ->> 'model_version')
                               order by u.number), '[]')
                    from release u
                    where u.id = any(p.unsettled_release_ids)
                      and u.id is distinct from c.id and u.id is distinct from n.id) as unsettled,
                   coalesce(c.spec -> 'location', n.spec -> 'location', o.spec -> 'location',
                            r.profile -> 'location') as location,
                   r.profile -> 'location' as location_now
            from endpoint p
            join model m on m.id = p.model_id
            join environment e on e.id = p.environment_id
            join environment_revision r on r.environment_id = e.id and r.revision = e.revision
            left join release c on c.id = p.current_release_id
            left join release n on n.id = p.pending_release_id and n.id is distinct from c.id
            left join release o on o.id = p.unsettled_release_ids[1]
            where case when p.retired then (p.adoption ->> 'claimed')::boolean
                       else coalesce(c.id, n.id, o.id) is not null end
            order by p.name
            """)
        .query(Routes::row)
        .list();
  }

  private static Route row(ResultSet row, int number) throws SQLException {
    List<Serving> serving = new ArrayList<>();
    for (String which : List.of("current", "pending")) {
      Integer release = row.getObject(which, Integer.class);
      if (release != null) serving.add(new Serving(release, row.getString(which + "_version")));
    }
    serving.addAll(
        Json.mapper().readValue(row.getString("unsettled"), new TypeReference<List<Serving>>() {}));
    return new Route(
        row.getString("endpoint"),
        row.getString("environment"),
        row.getString("model"),
        row.getString("physical_name"),
        Json.mapper().readValue(row.getString("aliases"), new TypeReference<List<String>>() {}),
        EndpointClouds.asNow(location(row, "location"), location(row, "location_now")),
        List.copyOf(serving));
  }

  private static CloudLocation location(ResultSet row, String column) throws SQLException {
    return Json.read(row.getString(column), CloudLocation.class);
  }
}
