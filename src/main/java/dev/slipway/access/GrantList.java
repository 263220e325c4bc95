package dev.slipway.access;

import dev.slipway.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Lists of grants as documents. */
final class GrantList {

  private static final TypeReference<List<StatedGrant>> TYPE = new TypeReference<>() {};

  private GrantList() {}

  static String write(List<StatedGrant> grants) {
    return Json.write(grants);
  }

  static List<StatedGrant> read(String document) {
    return Json.mapper().readValue(document, TYPE);
  }

  /** Reads a document that may be missing. */
  static @Nullable List<StatedGrant> readIfAny(@Nullable String document) {
    return document == null ? null : read(document);
  }

  /** The permissions in a row with the columns {@code grants} and {@code scopes}. */
  static Permissions permissions(ResultSet row) throws SQLException {
    List<StatedGrant> scopes = readIfAny(row.getString("scopes"));
    return new Permissions(
        StatedGrant.grants(read(row.getString("grants"))),
        scopes == null ? null : StatedGrant.grants(scopes));
  }

  /** Grants in the form that history keeps: {@code deployer in dev}. */
  static List<String> words(List<StatedGrant> grants) {
    return grants.stream()
        .map(grant -> grant.role().word() + " in " + grant.environment())
        .toList();
  }
}
