DROP TABLE disclosures;
DROP TABLE custody_movements;
DROP TABLE custody_items;
