package dev.atrium.platform.data.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.data.ShopDatabase;
import dev.atrium.platform.data.query.QueryLimits;
import dev.atrium.spi.data.DataSchema.Join;
import dev.atrium.spi.data.DataSchema.Role;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class LayerYamlTest {
  @Test
  void draft_findsRolesJoinsAndSamples_andSurvivesYaml() throws SQLException {
    var layer = ShopDatabase.create().open(QueryLimits.USUAL).schema();
    var products = layer.table("products").orElseThrow();
    assertThat(products.rows()).isEqualTo(3);
    assertThat(products.column("product_id").orElseThrow().role()).isEqualTo(Role.KEY);
    assertThat(products.column("product_name").orElseThrow().role()).isEqualTo(Role.TITLE);
    assertThat(products.column("unit_price").orElseThrow().role()).isEqualTo(Role.MEASURE);
    assertThat(products.column("unit_price").orElseThrow().label()).isEqualTo("unit price");
    assertThat(products.column("category").orElseThrow().samples())
        .containsExactly("Drinks", "Bakery");
    assertThat(layer.joins())
        .contains(new Join("orders", "customer_id", "customers", "customer_id"));
    assertThat(LayerYaml.read("test", LayerYaml.write(layer))).isEqualTo(layer);
  }

  @Test
  void draft_findsJoinsByName_whereNoneIsDeclared() throws SQLException {
    var shop = ShopDatabase.create();
    shop.execute(
        "CREATE TABLE returns (return_id int, order_id int, reason text);"
            + " INSERT INTO returns VALUES (1, 2, 'late'), (2, 3, 'broken')");
    assertThat(shop.open(QueryLimits.USUAL).schema().joins())
        .contains(new Join("returns", "order_id", "orders", "order_id"));
  }

  @Test
  void wrongYaml_isToldWithAllItsProblems() {
    var yaml =
        """
        name: shop
        colour: red
        tables:
          - name: orders
            place: public
            label: order
            key: [nothing]
            columns:
              - {name: id, label: id, kind: numeral, role: key}
        joins:
          - {table: orders, column: id, toTable: customers, toColumn: id}
        """;
    assertThatThrownBy(() -> LayerYaml.read("layer.yaml", yaml))
        .hasMessageContaining("layer.yaml: colour is unknown here")
        .hasMessageContaining("tables[0].columns[0].kind must be one of")
        .hasMessageContaining("orders has no column for its key nothing")
        .hasMessageContaining("there is no column customers.id");
  }

  @Test
  void brokenYaml_isToldWithItsLine() {
    assertThatThrownBy(() -> LayerYaml.read("layer.yaml", "name: [shop\ntables: x"))
        .hasMessageContaining("layer.yaml line");
  }
}
