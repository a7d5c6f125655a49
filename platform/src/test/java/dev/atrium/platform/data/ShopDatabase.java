package dev.atrium.platform.data;

import dev.atrium.platform.data.query.QueryLimits;
import dev.atrium.platform.data.query.ReadOnlyConnections;
import dev.atrium.platform.database.DatabaseAddress;
import dev.atrium.platform.database.TestPostgres;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A small shop in a database of its own, with a schema beside it that nobody may ask. */
public final class ShopDatabase {
  private static final String ROWS =
      """
      CREATE TABLE customers (customer_id int PRIMARY KEY, name text, city text, country text);
      CREATE TABLE products (product_id int PRIMARY KEY, product_name text, category text,
        unit_price numeric(10, 2), secret_margin numeric(10, 2));
      CREATE TABLE orders (order_id int PRIMARY KEY, customer_id int REFERENCES customers,
        order_date date, freight numeric(10, 2));
      CREATE TABLE order_lines (order_id int REFERENCES orders, product_id int REFERENCES products,
        quantity int, PRIMARY KEY (order_id, product_id));
      INSERT INTO customers VALUES (1, 'Alder', 'Bergen', 'Norway'), (2, 'Birch', 'Oslo', 'Norway'),
        (3, 'Cedar', 'Lyon', 'France'), (4, 'Dogwood', 'Turin', 'Italy');
      INSERT INTO products VALUES (1, 'Green tea', 'Drinks', 4.50, 1), (2, 'Coffee', 'Drinks', 9.00, 2),
        (3, 'Rye bread', 'Bakery', 3.00, 1);
      INSERT INTO orders VALUES (1, 1, '2023-03-01', 10), (2, 1, '2024-01-15', 20),
        (3, 2, '2024-02-01', 5), (4, 3, '2024-02-03', 7.5);
      INSERT INTO order_lines VALUES (1, 1, 10), (2, 2, 2), (3, 1, 1), (3, 3, 4), (4, 2, 5);
      CREATE SCHEMA hidden; CREATE TABLE hidden.keys (secret text);
      INSERT INTO hidden.keys VALUES ('top secret');
      """;

  private final DatabaseAddress address;

  private ShopDatabase(DatabaseAddress address) {
    this.address = address;
  }

  public static ShopDatabase create() throws SQLException {
    var shop = new ShopDatabase(TestPostgres.freshDatabase());
    shop.execute(ROWS);
    return shop;
  }

  public void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.jdbcProperties());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public ReadOnlyConnections connections() {
    return new ReadOnlyConnections(
        address.jdbcUrl() + "?currentSchema=public", address.jdbcProperties());
  }

  public OpenSource open(QueryLimits limits) {
    return OpenSource.draft(connections(), "shop", true, limits);
  }
}
