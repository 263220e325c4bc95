package dev.slipway.handover;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** A Terraform file under construction: each resource with the block that imports it. */
final class TerraformFile {

  private final Hcl hcl = new Hcl();
  private final Set<String> labels = new HashSet<>();

  /**
   * @param whole whether all that model and configuration have is written here
   */
  TerraformFile(String endpoint, String region, boolean whole) {
    hcl.comment("The endpoint " + endpoint + " as it runs, exported by Slipway.");
    if (whole) {
      hcl.comment("terraform plan imports everything and changes nothing.");
    } else {
      hcl.comment("Not all that it has can be written here: what is missing stands at the end.")
          .comment("terraform plan would change that. prevent_destroy keeps it from being applied")
          .comment("where something would be replaced; write what is missing first.");
    }
    hcl.blank()
        .block(
            "terraform",
            it ->
                it.set("required_version", ">= 1.5.0")
                    .block(
                        "required_providers",
                        providers ->
                            providers.expression(
                                "aws", "{ source = \"hashicorp/aws\", version = \">= 5.100.0\" }")))
        .blank()
        .block("provider \"aws\"", it -> it.set("region", region));
  }

  /** A resource that exists, under the provider's id. */
  void resource(String type, String label, String id, Consumer<Hcl> body) {
    hcl.blank()
        .block("import", it -> it.expression("to", type + "." + label).set("id", id))
        .blank()
        .block("resource \"" + type + "\" \"" + label + "\"", body);
  }

  /** A resource that Terraform cannot take over, as a comment. */
  void commented(String why, String type, String label, Consumer<Hcl> body) {
    Hcl block = new Hcl();
    block.block("resource \"" + type + "\" \"" + label + "\"", body);
    hcl.blank().comment(why);
    block.toString().lines().forEach(hcl::comment);
  }

  void note(String sentence) {
    hcl.blank().comment(sentence);
  }

  /** A resource's label, made of its name and unique. */
  String label(String name) {
    String label = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
    if (!label.matches("[a-z_].*")) label = "_" + label;
    String unique = label;
    for (int i = 2; !labels.add(unique); i++) unique = label + "_" + i;
    return unique;
  }

  @Override
  public String toString() {
    return hcl.toString();
  }
}
