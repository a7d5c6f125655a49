import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Makes the tables beside it: {@code java Generate.java}. Everything in them is invented; the shape
 * is that of the Northwind sample database. The same tables come out each time.
 */
final class Generate {
  private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 2);
  private static final int DAYS = 1_000;
  private static final int ORDERS = 420;

  private static final List<String> CATEGORIES =
      List.of(
          "Beverages|Juices, coffees, teas and ciders",
          "Condiments|Sauces, mustards, oils and spices",
          "Confections|Chocolate, biscuits and sweet breads",
          "Dairy Products|Cheeses, butter and yoghurt",
          "Grains|Breads, pasta and cereals",
          "Meat|Cured and prepared meats",
          "Produce|Dried fruit, nuts and vegetables",
          "Seafood|Fish, shellfish and seaweed");

  private static final List<String> SUPPLIERS =
      List.of(
          "Aurland Mountain Dairy|Kari Moen|Bergen|Norway",
          "Bakkegaard Mills|Jens Holm|Aarhus|Denmark",
          "Costa Verde Foods|Ines Duarte|Porto|Portugal",
          "Delft Cocoa Works|Pieter Vos|Rotterdam|Netherlands",
          "Elbe Spice House|Greta Lang|Hamburg|Germany",
          "Fjellbrygg Juices|Olav Lund|Oslo|Norway",
          "Grandes Caves Reunies|Luc Perrin|Lyon|France",
          "Hokkai Kombu|Aiko Mori|Osaka|Japan",
          "Isar Sausage Makers|Max Huber|Munich|Germany",
          "Kyoto Tea Garden|Ken Sato|Kyoto|Japan",
          "Lofoten Catch|Nils Berg|Bergen|Norway",
          "Mistral Orchards|Anne Roux|Lyon|France",
          "Nonna Pastificio|Carla Riva|Bologna|Italy",
          "Prairie Grain Growers|Dana Cole|Portland|USA");

  /** Name, category, supplier, pack, price in cents, whether it is sold no longer. */
  private static final List<String> PRODUCTS =
      List.of(
          "Fjord Apple Juice|1|6|12 bottles|1450|0",
          "Uji Green Tea|1|10|20 boxes|3900|0",
          "Roasted Barley Tea|1|10|20 boxes|1800|0",
          "Harbour Coffee Beans|1|3|10 bags|4600|0",
          "Pear Cider|1|7|24 bottles|2150|0",
          "Elderflower Syrup|1|6|12 bottles|1600|1",
          "Elbe Mustard|2|5|24 jars|1325|0",
          "Smoked Paprika|2|5|30 tins|1100|0",
          "Porto Olive Oil|2|3|6 bottles|5400|0",
          "Soy Reduction|2|8|12 bottles|1775|0",
          "Saffron Threads|2|3|10 tins|12350|0",
          "Dark Cocoa Bar|3|4|40 bars|4375|0",
          "Hazelnut Pralines|3|4|16 boxes|8100|0",
          "Cardamom Buns|3|2|24 pieces|980|0",
          "Salted Caramels|3|7|20 bags|2600|0",
          "Rhubarb Biscuits|3|2|30 packs|1250|1",
          "Brown Goat Cheese|4|1|12 wheels|3600|0",
          "Aged Blue Cheese|4|7|6 wheels|5500|0",
          "Cultured Butter|4|1|20 packs|2100|0",
          "Mountain Yoghurt|4|1|24 cups|1325|0",
          "Parma Curls|4|13|10 packs|3200|0",
          "Rye Crispbread|5|2|24 packs|900|0",
          "Egg Tagliatelle|5|13|24 packs|1950|0",
          "Rolled Oats|5|14|12 bags|1400|0",
          "Buckwheat Flour|5|14|10 bags|1680|0",
          "Spelt Crackers|5|2|24 packs|1025|0",
          "Isar Bratwurst|6|9|20 packs|4500|0",
          "Smoked Ham|6|9|4 pieces|9700|0",
          "Reindeer Salami|6|1|15 packs|7425|0",
          "Duck Terrine|6|7|12 tins|2400|1",
          "Dried Apricots|7|12|20 bags|3000|0",
          "Walnut Halves|7|12|15 bags|5300|0",
          "Sun Dried Tomatoes|7|13|12 jars|2325|0",
          "Wild Mushrooms|7|6|10 bags|4560|0",
          "Candied Ginger|7|8|12 jars|1900|0",
          "Arctic Cod|8|11|10 packs|2600|0",
          "Smoked Mackerel|8|11|24 tins|1525|0",
          "King Crab Legs|8|11|5 packs|15600|0",
          "Kombu Sheets|8|8|20 packs|1200|0",
          "Salmon Roe|8|11|12 jars|6250|0");

  private static final List<String> CUSTOMERS =
      List.of(
          "Alpine Larder|Vienna|Austria",
          "Antica Bottega|Rome|Italy",
          "Au Bon Panier|Paris|France",
          "Baltic Pantry|Gdansk|Poland",
          "Bergmann Feinkost|Berlin|Germany",
          "Big Sky Grocers|Denver|USA",
          "Blue Door Deli|London|UK",
          "Bodega Sur|Sevilla|Spain",
          "Brauhaus Keller|Munich|Germany",
          "Canal Street Foods|Amsterdam|Netherlands",
          "Casa Lisboa|Lisbon|Portugal",
          "Chez Margot|Lyon|France",
          "Cloudberry Cafe|Oslo|Norway",
          "Copper Kettle|Dublin|Ireland",
          "Corner Basket|Leeds|UK",
          "Danube Market|Vienna|Austria",
          "Die Speisekammer|Hamburg|Germany",
          "Eastside Provisions|Boston|USA",
          "El Olivar|Madrid|Spain",
          "Epicerie du Port|Marseille|France",
          "Fika House|Stockholm|Sweden",
          "Fischmarkt Nord|Hamburg|Germany",
          "Fresh and Fair|Seattle|USA",
          "Gamla Stan Mat|Stockholm|Sweden",
          "Giardino Foods|Milan|Italy",
          "Golden Sheaf|Bristol|UK",
          "Hofladen Sonne|Cologne|Germany",
          "Hungry Otter|Portland|USA",
          "Island Stores|Cowes|UK",
          "Jardin Gourmand|Nantes|France",
          "Kaffeerad|Berlin|Germany",
          "Kobe Table|Kobe|Japan",
          "La Tavola|Turin|Italy",
          "Lakeside Market|Chicago|USA",
          "Le Marche Vert|Lille|France",
          "Lunch Bureau|Rotterdam|Netherlands",
          "Magnolia Kitchen|Austin|USA",
          "Mercado Central|Madrid|Spain",
          "Midnight Sun Store|Oslo|Norway",
          "Nordlys Mat|Bergen|Norway",
          "Old Mill Foods|Boise|USA",
          "Osteria Nuova|Rome|Italy",
          "Pain et Fromage|Paris|France",
          "Pier Nine|Seattle|USA",
          "Porto Fino Foods|Porto|Portugal",
          "Ratskeller Bonn|Bonn|Germany",
          "Redwood Co-op|Portland|USA",
          "Sakura Select|Tokyo|Japan",
          "Seaglass Deli|Boston|USA",
          "Smorrebrod Bar|Copenhagen|Denmark",
          "Spice Arcade|London|UK",
          "Sunrise Traders|Osaka|Japan",
          "Tante Emma|Leipzig|Germany",
          "The Green Crate|London|UK",
          "Trattoria Bruno|Bologna|Italy",
          "Umi Pantry|Tokyo|Japan",
          "Vesterbro Food|Copenhagen|Denmark",
          "Wharf Kitchen|Liverpool|UK",
          "White Fern Foods|Helsinki|Finland",
          "Zur Post|Dresden|Germany");

  private static final List<String> PEOPLE =
      List.of(
          "Ada Brandt",
          "Ben Castle",
          "Clara Dahl",
          "Diego Esteban",
          "Elin Frost",
          "Finn Gruber",
          "Gwen Hart",
          "Hugo Ibsen",
          "Iris Jansen",
          "Jon Kerr",
          "Kim Larsen",
          "Lea Marti",
          "Mona Nilsen",
          "Noah Olsen",
          "Olga Petrov",
          "Paul Quinn",
          "Rosa Silva",
          "Sven Torp",
          "Tara Unger",
          "Ulf Visser");

  private static final List<String> TITLES =
      List.of("Owner", "Purchasing Manager", "Head Chef", "Accountant");

  private static final List<String> EMPLOYEES =
      List.of(
          "Nilsen|Ingrid|Sales Director||2016-03-01|1978-05-12|Oslo|Norway",
          "Baker|Thomas|Sales Manager|1|2017-08-15|1982-11-03|London|UK",
          "Weber|Hanna|Sales Manager|1|2018-01-08|1985-02-20|Hamburg|Germany",
          "Rossi|Marco|Sales Representative|2|2019-05-20|1990-07-14|London|UK",
          "Okafor|Grace|Sales Representative|2|2020-02-03|1988-09-30|London|UK",
          "Klein|Jonas|Sales Representative|3|2021-06-14|1993-01-25|Hamburg|Germany",
          "Tanaka|Yui|Sales Representative|3|2021-10-01|1995-12-08|Hamburg|Germany",
          "Miller|Susan|Sales Coordinator|2|2022-04-11|1979-04-17|London|UK");

  private static final List<String> SHIPPERS =
      List.of("Northline Freight", "Swift Parcel", "Blue Anchor Cargo");

  private static final List<String> REGIONS = List.of("North", "South", "East", "West");

  private static final List<String> TERRITORIES =
      List.of(
          "Scandinavia|1|1",
          "Baltics|1|3",
          "British Isles|4|2",
          "Iberia|2|4",
          "Italy and Malta|2|4",
          "France and Benelux|4|5",
          "German Lands|3|6",
          "Alps and Danube|3|6",
          "Japan|3|7",
          "American East|4|5",
          "American West|4|8",
          "Nordic Islands|1|1");

  private final Random random = new Random(20_240_229);
  private final Map<String, List<String>> tables = new TreeMap<>();

  public static void main(String[] args) throws IOException {
    var folder = Path.of(args.length > 0 ? args[0] : ".");
    var made = new Generate();
    made.masters();
    made.orders();
    for (var table : made.tables.entrySet()) {
      Files.write(folder.resolve(table.getKey() + ".csv"), table.getValue());
    }
  }

  private void masters() {
    table("categories", "category_id,category_name,description");
    numbered("categories", CATEGORIES);
    table("suppliers", "supplier_id,company_name,contact_name,city,country,phone");
    for (int at = 0; at < SUPPLIERS.size(); at++) {
      row("suppliers", at + 1, cells(SUPPLIERS.get(at)), phone());
    }
    products();
    customers();
    employees();
    table("shippers", "shipper_id,company_name,phone");
    for (int at = 0; at < SHIPPERS.size(); at++) {
      row("shippers", at + 1, SHIPPERS.get(at), phone());
    }
    table("region", "region_id,region_description");
    numbered("region", REGIONS);
    table("territories", "territory_id,territory_description,region_id");
    table("employee_territories", "employee_id,territory_id");
    for (int at = 0; at < TERRITORIES.size(); at++) {
      var parts = TERRITORIES.get(at).split("\\|");
      row("territories", at + 1, parts[0], parts[1]);
      row("employee_territories", parts[2], at + 1);
    }
  }

  private void products() {
    table(
        "products",
        "product_id,product_name,supplier_id,category_id,quantity_per_unit,unit_price,"
            + "units_in_stock,units_on_order,reorder_level,discontinued");
    for (int at = 0; at < PRODUCTS.size(); at++) {
      var parts = PRODUCTS.get(at).split("\\|");
      boolean ended = parts[5].equals("1");
      var stock = ended ? 0 : random.nextInt(130);
      var ordered = stock < 15 && !ended ? 10 * (1 + random.nextInt(6)) : 0;
      row(
          "products",
          at + 1,
          parts[0],
          parts[2],
          parts[1],
          parts[3],
          money(Long.parseLong(parts[4])),
          stock,
          ordered,
          ended ? 0 : 5 * random.nextInt(7),
          ended);
    }
  }

  private void customers() {
    table("customers", "customer_id,company_name,contact_name,contact_title,city,country,phone");
    for (var customer : CUSTOMERS) {
      var parts = customer.split("\\|");
      row(
          "customers",
          code(parts[0]),
          parts[0],
          pick(PEOPLE),
          pick(TITLES),
          parts[1],
          parts[2],
          phone());
    }
  }

  private void employees() {
    table(
        "employees",
        "employee_id,last_name,first_name,title,reports_to,hire_date,birth_date,city,country");
    for (int at = 0; at < EMPLOYEES.size(); at++) {
      row("employees", at + 1, cells(EMPLOYEES.get(at)));
    }
  }

  private void orders() {
    table(
        "orders",
        "order_id,customer_id,employee_id,order_date,required_date,shipped_date,ship_via,freight,"
            + "ship_city,ship_country");
    table("order_details", "order_id,product_id,unit_price,quantity,discount,line_total");
    for (int at = 0; at < ORDERS; at++) {
      order(10_001 + at, FIRST_DAY.plusDays((long) at * DAYS / ORDERS), at);
    }
  }

  private void order(int id, LocalDate day, int at) {
    // some customers buy often, the last two not yet
    var skewed = random.nextInt(CUSTOMERS.size() - 2) * random.nextInt(100) / 99;
    var customer = CUSTOMERS.get(skewed).split("\\|");
    var required = day.plusDays(14);
    var shipped =
        at > ORDERS - 15 && random.nextInt(3) > 0 ? "" : day.plusDays(2 + random.nextInt(16));
    row(
        "orders",
        id,
        code(customer[0]),
        1 + random.nextInt(EMPLOYEES.size()),
        day,
        required,
        shipped,
        1 + random.nextInt(SHIPPERS.size()),
        money(500 + random.nextInt(24_000)),
        customer[1],
        customer[2]);
    var taken = new ArrayList<Integer>();
    for (int line = 1 + random.nextInt(4); line > 0; line--) {
      var product = random.nextInt(PRODUCTS.size());
      if (!taken.contains(product)) {
        taken.add(product);
        line(id, product);
      }
    }
  }

  private void line(int order, int product) {
    var cents = Long.parseLong(PRODUCTS.get(product).split("\\|")[4]);
    var quantity = 1 + random.nextInt(40);
    var percent = random.nextInt(10) < 6 ? 0 : 5 * (1 + random.nextInt(4));
    var total = BigDecimal.valueOf(cents * quantity * (100 - percent), 4);
    row(
        "order_details",
        order,
        product + 1,
        money(cents),
        quantity,
        BigDecimal.valueOf(percent, 2),
        total.setScale(2, RoundingMode.HALF_UP));
  }

  private void table(String name, String header) {
    tables.put(name, new ArrayList<>(List.of(header)));
  }

  private void numbered(String table, List<String> rows) {
    for (int at = 0; at < rows.size(); at++) {
      row(table, at + 1, cells(rows.get(at)));
    }
  }

  private void row(String table, Object... cells) {
    var texts = new ArrayList<String>();
    for (var cell : cells) {
      var several = cell instanceof Object[] inner ? List.of(inner) : List.of(cell);
      several.forEach(one -> texts.add(quoted(String.valueOf(one))));
    }
    tables.get(table).add(String.join(",", texts));
  }

  private static Object[] cells(String row) {
    return row.split("\\|", -1);
  }

  private static String quoted(String cell) {
    return cell.contains(",") ? '"' + cell + '"' : cell;
  }

  private static BigDecimal money(long cents) {
    return BigDecimal.valueOf(cents, 2);
  }

  private static String code(String company) {
    var letters = company.replaceAll("[^A-Za-z]", "").toUpperCase();
    return letters.substring(0, 3) + letters.substring(letters.length() - 2);
  }

  private String phone() {
    return "555-%04d".formatted(random.nextInt(10_000));
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
