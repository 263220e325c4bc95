package dev.slipway.catalog;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A model's row. */
@Entity
@Table(name = "model")
class RegisteredModel {

  @Id private UUID id;
  private String name;
  private String description;

  /** Null until the row is stored: that is how a new row is told from a detached one. */
  @Version private @Nullable Long version;

  private Instant createdAt;

  RegisteredModel(UUID id, String name, String description, Instant createdAt) {
    this.id = id;
    this.name = name;
    this.description = description;
    this.createdAt = createdAt;
  }

  /** For Hibernate, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  protected RegisteredModel() {}

  String description() {
    return description;
  }

  long version() {
    return version == null ? 0 : version;
  }

  void describe(String description) {
    this.description = description;
  }

  Model toModel() {
    return new Model(id, name, description, createdAt, version());
  }
}
