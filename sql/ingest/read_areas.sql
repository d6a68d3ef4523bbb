SELECT area_id, area_no FROM dim.area;
