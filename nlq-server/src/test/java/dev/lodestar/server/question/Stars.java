package dev.lodestar.server.question;

/** Models that no sample has. */
final class Stars {
  private Stars() {}

  static final Star RETAIL =
      Star.of(
          """
          dataset sales: key=sale_id time=order_date names=sale+order line|vente+ligne de commande
          field sale_id: bigint names=sale number|numéro de vente
          field order_id: bigint names=order number|numéro de commande
          field order_date: date names=order date|date de commande
          field ship_date: date names=shipping date|date d'expédition
          field customer_id: bigint hidden
          field product_id: bigint hidden
          field store_id: bigint hidden
          field quantity: integer sum names=sold quantity|quantité vendue
          field amount: decimal(12,2) sum names=line amount|montant de la ligne
          field discount: decimal(12,2) sum names=discount|remise
          dataset customers: key=customer_id shown=name names=customer+client+buyer|client+acheteur
          field customer_id: bigint names=customer number|numéro client
          field name: varchar names=name|nom values=Dupont SA,Müller GmbH,O'Brien Ltd,Étoile du Nord,Top 10
          field city: varchar names=city|ville values=Paris,Lyon,Berlin
          field country: varchar names=country|pays values=France,Germany,Spain
          field segment: varchar names=segment|segment values=Consumer,Corporate,Public
          field email: varchar names=email+e-mail|courriel+email
          field active: boolean names=active|actif+active
          dataset products: key=product_id shown=product_name names=product+item|produit+article
          field product_id: bigint names=product number|numéro de produit
          field product_name: varchar names=product name|nom du produit values=Chair,Desk Lamp,Oak Table
          field category: varchar names=category|catégorie values=Furniture,Lighting,Garden
          field brand: varchar names=brand|marque values=Acme,Direct,Category
          field price: decimal(10,2) average names=price|prix
          dataset stores: key=store_id shown=store_name names=store+shop|magasin
          field store_id: bigint hidden
          field store_name: varchar names=store name|nom du magasin values=Centre,Airport
          field city: varchar names=city|ville values=Paris,Madrid
          dataset returns: key=return_id time=return_date names=return|retour
          field return_id: bigint hidden
          field return_date: date names=return date|date de retour
          field product_id: bigint hidden
          field customer_id: bigint hidden
          field returned: integer sum names=returned pieces|pièces retournées
          dataset stock: key=snapshot_date,product_id time=snapshot_date names=stock level|niveau de stock
          field snapshot_date: date names=snapshot date|date d'inventaire
          field product_id: bigint hidden
          field pieces: integer sum names=pieces in stock|pièces en stock
          link sales.customer_id -> customers.customer_id
          link sales.product_id -> products.product_id
          link sales.store_id -> stores.store_id
          link returns.product_id -> products.product_id
          link returns.customer_id -> customers.customer_id
          link stock.product_id -> products.product_id
          metric revenue: SUM(sales.amount) names=revenue+turnover+sales+sales amount|chiffre d'affaires+CA+ventes
          metric units: SUM(sales.quantity) names=quantity+units+units sold|quantité+unités+unités vendues
          metric orders: COUNT(DISTINCT sales.order_id) names=number of orders+orders|nombre de commandes+commandes
          metric returned_units: SUM(returns.returned) names=returned units+returns|unités retournées+retours
          metric stock: SUM(stock.pieces) semi names=stock+inventory|stock
          metric unit_price: SUM(sales.amount) / NULLIF(SUM(sales.quantity), 0) names=unit price|prix unitaire
          metric delivery_days: AVG(date_diff('day', sales.order_date, sales.ship_date)) lower names=delivery time|délai de livraison
          filter large: sales.amount > 1000 names=large sales|grosses ventes
          usual revenue
          """);

  static final Star FLIGHTS =
      Star.of(
          """
          dataset flights: key=flight_id names=flight|vol
          field flight_id: bigint hidden
          field departed: timestamp names=departure time+departure|heure de départ+départ
          field arrived: timestamp names=arrival time+arrival|heure d'arrivée+arrivée
          field origin: varchar hidden
          field destination: varchar hidden
          field carrier: varchar hidden
          field passengers: integer sum names=passengers|passagers
          field delay: integer average lower names=delay|retard
          dataset airports: key=code shown=airport names=airport|aéroport
          field code: varchar names=airport code|code d'aéroport values=CDG,JFK,LHR
          field airport: varchar names=airport name|nom de l'aéroport values=Charles de Gaulle,John F. Kennedy,Heathrow
          field country: varchar names=country|pays values=France,United States,United Kingdom
          dataset carriers: key=code shown=carrier names=airline+carrier|compagnie
          field code: varchar hidden
          field carrier: varchar names=airline name|nom de la compagnie values=Air France,Delta,British Airways
          link flights.origin -> airports.code as=origin+from+departing from|origine+au départ de
          link flights.destination -> airports.code as=destination+to+arriving in|destination+à l'arrivée
          link flights.carrier -> carriers.code
          metric passengers_carried: SUM(flights.passengers) names=passengers carried+travellers|passagers transportés+voyageurs
          metric average_delay: AVG(flights.delay) lower names=average delay|retard moyen
          """);
}
